"""The confusion matrix of a classifier, and the images behind one of its cells."""

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np

from course_utils.plotting import COLOURS
from course_utils.widgets.checks import checked_whole
from course_utils.widgets.explorer import View
from course_utils.widgets.pixels import draw_pixels
from course_utils.widgets.svg import ANSWER, MUTED, OTHER, add, picture, to_text

CLASSES = 10
WIDTH, HEIGHT = 810, 348
LEFT, TOP, CELL = 38, 48, 28
SHEET_LEFT, SHEET_TOP, SHEET_WIDTH = 364, 26, 448
LARGE, SMALL = (4, 3), (7, 4)  # columns and lines of images
SHOWN = SMALL[0] * SMALL[1]
CAPTION = 18


def confusion_view(
    images: np.ndarray, labels: np.ndarray, predictions: np.ndarray, truth: int, answer: int
) -> View:
    """Draw the matrix of all answers, and the first 28 images of class ``truth`` that are read as ``answer``.

    Args:
        images: pixels, 0 for paper to 255 for ink.
        labels: the true digits.
        predictions: the digits that the network reads.
        truth: the row of the cell.
        answer: its column.

    Shape:
        images uint8 (N, 28, 28); labels (N,); predictions (N,).

    Raises:
        ValueError: ``truth`` or ``answer`` is no digit.

    Source: Lesson 03.
    """
    truth = checked_whole("truth", truth, CLASSES - 1)
    answer = checked_whole("answer", answer, CLASSES - 1)
    matrix = confusion_matrix(labels, predictions)
    found = np.flatnonzero((labels == truth) & (predictions == answer))
    sentence = _sentence(matrix, truth, answer)
    root = picture(WIDTH, HEIGHT, sentence, _description(found))
    _draw_matrix(root, matrix)
    _draw_choice(root, truth, answer)
    _draw_sheet(root, images, found)
    return View(to_text(root), sentence)


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    """Count the images by true digit (row) and digit read (column), (N,), (N,) -> (10, 10)."""
    return np.bincount(labels * CLASSES + predictions, minlength=CLASSES**2).reshape(CLASSES, CLASSES)


def confusion_surprises(matrix: np.ndarray) -> list[tuple[dict[str, int], str]]:
    """Find the most frequent mistake and the most lopsided pair: settings of `confusion_view`, and why."""
    mistakes = matrix * (1 - np.eye(CLASSES, dtype=int))
    lopsided = mistakes - mistakes.T
    found = []
    if mistakes.any():
        reason = f"Of {mistakes.sum():,} mistakes, no kind is as frequent as this."
        found.append((_cell(mistakes), reason))
    if lopsided.any():
        found.append(_lopsided(_cell(lopsided), [cell for cell, _ in found]))
    return found


def _lopsided(pair: dict[str, int], shown: list[dict[str, int]]) -> tuple[dict[str, int], str]:
    """Return the pair, or its other side where the pair was shown before."""
    if pair not in shown:
        return pair, "No pair of digits is as lopsided: look at the other direction too."
    other_side = {"truth": pair["answer"], "answer": pair["truth"]}
    return other_side, "The same pair the other way round: no other is as lopsided."


def _cell(matrix: np.ndarray) -> dict[str, int]:
    """Return the settings for the largest count."""
    truth, answer = divmod(int(matrix.argmax()), CLASSES)
    return {"truth": truth, "answer": answer}


def _sentence(matrix: np.ndarray, truth: int, answer: int) -> str:
    count, total = matrix[truth, answer], matrix[truth].sum()
    said = f"Of {total:,} images of {truth}, {count:,} {'is' if count == 1 else 'are'} read as {answer}."
    if truth == answer:
        return said
    back, others = matrix[answer, truth], matrix[answer].sum()
    return f"{said} The other way round, {answer} read as {truth}: {back:,} of {others:,}."


def _description(found: np.ndarray) -> str:
    if not len(found):
        return "There is no such image."
    numbers = ", ".join(str(index) for index in found[:SHOWN])
    return f"Shown are {_amount(len(found))}: number {numbers}."


def _amount(count: int) -> str:
    return f"the first {SHOWN} of {count:,} images" if count > SHOWN else f"{count} image{'s' * (count > 1)}"


def _draw_matrix(root: Element, matrix: np.ndarray) -> None:
    """Write every count; the more frequent a mistake, the stronger its cell is tinted."""
    add(root, "text", "read as", x=LEFT, y=16, fill=MUTED)
    add(root, "text", "true", x=2, y=TOP - 10, fill=MUTED)
    often = max(1, (matrix * (1 - np.eye(CLASSES, dtype=int))).max())
    for truth, answer in np.ndindex(matrix.shape):
        count = int(matrix[truth, answer])
        x, y = LEFT + answer * CELL, TOP + truth * CELL
        if truth != answer and count:
            tint = {"fill": COLOURS["hidden"], "fill_opacity": 0.4 * count / often}
            add(root, "rect", x=x, y=y, width=CELL, height=CELL, **tint)
        text = {"x": x + CELL / 2, "y": y + CELL / 2 + 4, "text_anchor": "middle", "font_size": 11}
        add(root, "text", str(count) if count else "·", **text)
        on_click = json.dumps({"truth": truth, "answer": answer})
        add(root, "rect", x=x, y=y, width=CELL, height=CELL, fill_opacity=0, data_set=on_click)
    add(root, "rect", x=LEFT, y=TOP, width=CLASSES * CELL, height=CLASSES * CELL, fill="none", stroke=OTHER)


def _draw_choice(root: Element, truth: int, answer: int) -> None:
    """Write the digits along the sides, those of the chosen cell in bold, and frame the cell."""
    for digit in range(CLASSES):
        middle = (digit + 0.5) * CELL
        row, column = ("bold" if digit == chosen else "normal" for chosen in (truth, answer))
        add(root, "text", str(digit), x=LEFT - 16, y=TOP + middle + 5, text_anchor="middle", font_weight=row)
        add(root, "text", str(digit), x=LEFT + middle, y=TOP - 10, text_anchor="middle", font_weight=column)
    frame = {"x": LEFT + answer * CELL, "y": TOP + truth * CELL, "width": CELL, "height": CELL}
    add(root, "rect", fill="none", stroke=ANSWER, stroke_width=3, **frame)


def _draw_sheet(root: Element, images: np.ndarray, found: Sequence[int]) -> None:
    """Draw the images with their numbers, larger where they are few."""
    heading = _amount(len(found)) if len(found) else "no such image"
    add(root, "text", heading, x=SHEET_LEFT, y=16, fill=MUTED)
    columns, lines = LARGE if len(found) <= LARGE[0] * LARGE[1] else SMALL
    pitch = SHEET_WIDTH / columns
    height = (HEIGHT - SHEET_TOP) / lines
    size = min(pitch - 8, height - CAPTION)
    for place, index in enumerate(found[:SHOWN]):
        x, y = SHEET_LEFT + place % columns * pitch, SHEET_TOP + place // columns * height
        draw_pixels(root, images[index], x, y, size / images.shape[1])
        add(root, "rect", x=x, y=y, width=size, height=size, fill="none", stroke=OTHER)
        number = {"x": x + size / 2, "y": y + size + 12, "fill": MUTED, "font_size": 11}
        add(root, "text", str(index), text_anchor="middle", **number)
