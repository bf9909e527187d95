"""A digit before and after some of its rows are changed, and what a network believes of both."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import numpy as np

from course_utils.widgets.belief import CLASSES, ROWS, percent
from course_utils.widgets.checks import checked_images, checked_probabilities, checked_whole
from course_utils.widgets.explorer import View
from course_utils.widgets.pixels import draw_pixels
from course_utils.widgets.svg import ANSWER, MUTED, OTHER, TRUTH, add, picture, to_text

# What can be done, and how a sentence says it.
EDITS = {
    "blank": "with {rows} blanked",
    "cut out": "with {rows} cut out and the rest moved up",
    "insert blank": "with {count} blank above row {first} and the rest moved down",
    "reverse": "with {rows} in reverse order",
}
WIDTH, HEIGHT = 810, 300
TOP, PIXEL = 30, 8
PAPER = ROWS * PIXEL
BEFORE_LEFT, AFTER_LEFT = 10, 262
TRACE_LEFT, SHARE_WIDTH = 502, 82
BARS_LEFT, BAR_PITCH = 664, PAPER / CLASSES


def eraser_view(
    image, label: int, predict: Callable[[np.ndarray], np.ndarray], edit: str, first: int, count: int
) -> View:
    """Draw a digit whole and with some rows changed, and the beliefs of a network that reads both.

    Args:
        image: pixels, 0 for paper to 255 for ink.
        label: the true digit.
        predict: the belief after each row of one image.
        edit: one of ``EDITS``.
        first: the first row to change, 1 to 28.
        count: rows to change, 0 to 28; those below the last row count for nothing.

    Shape:
        image uint8 (28, 28); predict maps such an image to probabilities (28, 10).

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: Lesson 03.
    """
    image = checked_images("image", image, (ROWS, ROWS))
    label = checked_whole("label", label, CLASSES - 1)
    changed = edited(image, edit, first, count)
    before, after = (
        checked_probabilities("predict(image)", predict(pixels), (ROWS, CLASSES))
        for pixels in (image, changed)
    )
    sentence = _sentence(label, before[-1], after[-1], _change(edit, first, count))
    root = picture(WIDTH, HEIGHT, sentence, _description(before[-1], after[-1]))
    _draw_image(root, BEFORE_LEFT, "whole", image)
    _draw_rows(root, edit, *_span(first, count))
    _draw_image(root, AFTER_LEFT, "changed", changed)
    _draw_traces(root, before[:, label], after[:, label], label)
    _draw_bars(root, before[-1], after[-1], label)
    return View(to_text(root), sentence)


def edited(image: np.ndarray, edit: str, first: int, count: int) -> np.ndarray:
    """Return the image with ``count`` of its rows changed, from row ``first`` on.

    Args:
        image: pixels, 0 for paper.
        edit: "blank" the rows; "cut out" the rows, and fill up at the bottom; "insert blank" rows, and lose
            as many at the bottom; "reverse" the order of the rows.
        first: 1 to 28.
        count: 0 to 28.

    Shape:
        uint8 (28, 28) -> a new uint8 (28, 28).

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: Lesson 03.
    """
    if edit not in EDITS:
        raise ValueError(f"edit is {edit!r}; wanted is one of {', '.join(EDITS)}")
    image = checked_images("image", image, (ROWS, ROWS))
    start, end = _span(first, count)
    above, rows, below = image[:start], image[start:end], image[end:]
    blank = np.zeros_like(rows)
    return {
        "blank": np.concatenate([above, blank, below]),
        "cut out": np.concatenate([above, below, blank]),
        "insert blank": np.concatenate([above, blank, rows, below])[:ROWS],
        "reverse": np.concatenate([above, rows[::-1], below]),
    }[edit]


def _span(first: int, count: int) -> tuple[int, int]:
    """Return the rows as a slice that counts from 0."""
    start = checked_whole("first", first, ROWS) - 1
    if start < 0:
        raise ValueError(f"first is {first}; wanted is a row from 1 to {ROWS}")
    return start, min(start + checked_whole("count", count, ROWS), ROWS)


def _change(edit: str, first: int, count: int) -> str:
    start, end = _span(first, count)
    if start == end:
        return "with no row changed"
    one = end - start == 1
    rows = f"row {first}" if one else f"rows {first} to {end}"
    return EDITS[edit].format(rows=rows, first=first, count="1 row" if one else f"{end - start} rows")


def _sentence(label: int, before: np.ndarray, after: np.ndarray, change: str) -> str:
    whole, changed = (f"{belief.argmax()} with {_said(belief.max())}" for belief in (before, after))
    verdict = "the same answer" if before.argmax() == after.argmax() else "another answer"
    return f"The digit is {label}. Whole, it is read as {whole}; {change}, as {changed}: {verdict}."


def _said(probability: float) -> str:
    return percent(probability).replace(">", "more than ")


def _description(before: np.ndarray, after: np.ndarray) -> str:
    shares = (
        f"{digit}: {percent(whole)}, then {percent(changed)}"
        for digit, (whole, changed) in enumerate(zip(before, after, strict=True))
    )
    return f"Belief in each digit, whole and changed: {'; '.join(shares)}."


def _draw_image(root: Element, left: float, heading: str, image: np.ndarray) -> None:
    _heading(root, left, heading)
    draw_pixels(root, image, left, TOP, PIXEL)
    add(root, "rect", x=left, y=TOP, width=PAPER, height=PAPER, fill="none", stroke=OTHER)


def _heading(root: Element, left: float, text: str) -> None:
    add(root, "text", text, x=left, y=TOP - 10, fill=MUTED)


def _draw_rows(root: Element, edit: str, start: int, end: int) -> None:
    """Frame the rows that are changed, or mark the place of new ones, and point to the changed picture."""
    if start == end:
        return
    top, height = TOP + start * PIXEL, 0 if edit == "insert blank" else (end - start) * PIXEL
    middle, end = top + height / 2, BEFORE_LEFT + PAPER
    frame = {"x": BEFORE_LEFT - 2, "y": top - 1, "width": PAPER + 4, "height": height + 2}
    add(root, "rect", fill="none", stroke=ANSWER, stroke_width=3, **frame)
    add(root, "path", d=f"M{end + 4} {middle:g}H{AFTER_LEFT - 14}", stroke=ANSWER, stroke_width=2)
    add(root, "path", d=f"M{AFTER_LEFT - 6} {middle:g}l-10 -5v10z", fill=ANSWER)


def _draw_traces(root: Element, before: np.ndarray, after: np.ndarray, label: int) -> None:
    """Draw the belief in the true digit after each row, dashed for the whole digit."""
    _heading(root, TRACE_LEFT, f"belief in {label} (true)")
    _draw_axis(root, TRACE_LEFT)
    for beliefs, colour, look in ((before, OTHER, {"stroke_dasharray": "4 3"}), (after, TRUTH, {})):
        heights = TOP + (np.arange(ROWS) + 0.5) * PIXEL
        points = zip(TRACE_LEFT + SHARE_WIDTH * beliefs, heights, strict=True)
        line = " ".join(f"{x:.1f},{y:g}" for x, y in points)
        add(root, "polyline", points=line, fill="none", stroke=colour, stroke_width=2, **look)
    add(root, "text", "dashed: whole", x=TRACE_LEFT, y=TOP + PAPER + 34, fill=MUTED, font_size=11)


def _draw_axis(root: Element, left: float) -> None:
    bottom = TOP + PAPER
    add(root, "path", d=f"M{left:g} {TOP}V{bottom:g}H{left + SHARE_WIDTH:g}", fill="none", stroke=OTHER)
    for share, name in ((0, "0"), (1, "100 %")):
        x = left + SHARE_WIDTH * share
        add(root, "text", name, x=x, y=bottom + 16, fill=MUTED, font_size=11, text_anchor="middle")


def _draw_bars(root: Element, before: np.ndarray, after: np.ndarray, label: int) -> None:
    """Draw two bars a digit, hollow for the whole one, and mark the answer to the changed one."""
    _heading(root, BARS_LEFT - 28, "after the last row")
    _draw_axis(root, BARS_LEFT)
    for digit in range(CLASSES):
        y = TOP + (digit + 0.5) * BAR_PITCH
        answer = digit == after.argmax()
        weight = "bold" if answer else "normal"
        add(root, "text", str(digit), x=BARS_LEFT - 16, y=y + 5, text_anchor="middle", font_weight=weight)
        hollow = {"height": 8, "fill": "none", "stroke": OTHER}
        add(root, "rect", x=BARS_LEFT, y=y - 9, width=SHARE_WIDTH * before[digit], **hollow)
        colour = ANSWER if answer else OTHER
        add(root, "rect", x=BARS_LEFT, y=y, width=SHARE_WIDTH * after[digit], height=9, fill=colour)
        share = percent(after[digit])
        add(root, "text", share, x=WIDTH - 10, y=y + 8, text_anchor="end", font_size=12, font_weight=weight)
    ring = {"fill": "none", "stroke": TRUTH, "stroke_width": 2}
    add(root, "circle", cx=BARS_LEFT - 16, cy=TOP + (label + 0.5) * BAR_PITCH, r=10, **ring)
    legend = "hollow: whole · ring: true"
    add(root, "text", legend, x=BARS_LEFT - 28, y=TOP + PAPER + 34, fill=MUTED, font_size=11)
