"""Widgets of lesson 03: a belief row by row, a pad to draw on, the images of a confusion, rows to erase."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from course_utils.widgets.belief import CLASSES, ROWS, belief_view, sentence
from course_utils.widgets.centring import centred
from course_utils.widgets.checks import checked_images, checked_probabilities, checked_shape, checked_whole
from course_utils.widgets.confusion_view import confusion_matrix, confusion_surprises, confusion_view
from course_utils.widgets.controls import choice, pad, slider, switch
from course_utils.widgets.drawing import drawing_view
from course_utils.widgets.eraser_view import EDITS, edited, eraser_view
from course_utils.widgets.explorer import Explorer, Frames, View
from course_utils.widgets.sheet import to_bytes
from course_utils.widgets.surprises import Surprise, changes_of_mind, surprises

__all__ = [
    "belief_explorer",
    "belief_view",
    "centred",
    "confusion_browser",
    "confusion_view",
    "digit_drawer",
    "edited",
    "eraser_view",
    "row_eraser",
]

PAGE_SAMPLES = 6
ERASER_SURPRISES = (
    ({"edit": "insert blank", "first": 1, "count": 4}, "The same digit, four rows lower: you hardly notice."),
    (
        {"edit": "insert blank", "first": 15, "count": 4},
        "Torn apart: the memory has to wait for four blank rows.",
    ),
    ({"edit": "cut out", "first": 13, "count": 4}, "The middle is gone, and nothing shows where it was."),
    (
        {"edit": "blank", "first": 25, "count": 4},
        "Most digits have little ink down here: where the answer changes, this one had enough.",
    ),
    ({"edit": "reverse", "first": 1, "count": ROWS}, "The same rows in the other order: upside down."),
)


def belief_explorer(images, labels, beliefs, sample: int = 0, row: int = ROWS) -> Explorer:
    """Show the belief after each row of one of N digits, with sliders for the sample and the row.

    Args:
        images: pixels, 0 for paper to 255 for ink.
        labels: the true digits.
        beliefs: class probabilities after each row, as `inspection.belief_per_row` gives them.
        sample: the sample shown first, and after a reset.
        row: rows read at first, and after a reset, 0 to 28.

    Shape:
        images uint8 (N, 28, 28); labels (N,); beliefs (N, 28, 10).

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: see `belief_view`. Lesson 03.
    """
    images = checked_images("images", images, ("N", ROWS, ROWS)).copy()
    beliefs = checked_probabilities("beliefs", beliefs, (len(images), ROWS, CLASSES)).copy()
    labels = _checked_digits("labels", labels, len(images))
    found = surprises(beliefs, labels)

    def view(sample: int, row: int) -> View:
        said = _belief_sentences(beliefs[sample], row, int(labels[sample]))
        return View(belief_view(images[sample], beliefs[sample], row, int(labels[sample])), said)

    rows = slider("Rows read", 0, ROWS, checked_whole("row", row, ROWS), unit=f"of {ROWS}", play=True)
    start = checked_whole("sample", sample, len(images) - 1)
    controls = {"sample": slider("Sample", 0, len(images) - 1, start), "row": rows}
    settings = [({"sample": each.sample, "row": each.row}, each.reason) for each in found]
    samples = _samples_of_a_page(start, found, len(images))
    return Explorer(view, controls, settings, "Belief row by row", samples)


def digit_drawer(
    predict: Callable[[np.ndarray], np.ndarray], surprises: Iterable[tuple[np.ndarray, str]] = ()
) -> Explorer:
    """Show a pad to draw a digit on, and what a network believes of it after each row.

    Args:
        predict: the belief after each row of one image.
        surprises: pictures that "Surprise me" puts on the pad, and one sentence with each.

    Shape:
        predict maps an image uint8 (28, 28) to probabilities (28, 10); the pictures are such images too.

    Raises:
        ValueError: a picture, or what ``predict`` returns, does not fit; the message names it.

    Source: see `centred` and `belief_view`. Lesson 03.
    """
    controls = {
        "drawing": pad("drawing"),
        "centre": switch("Centre and scale it as MNIST does", True),
        "row": slider("Rows read", 0, ROWS, ROWS, unit=f"of {ROWS}", play=True),
    }
    settings = [({"drawing": to_bytes(image)}, reason) for image, reason in surprises]
    return Explorer(partial(drawing_view, predict), controls, settings, "Draw a digit")


def confusion_browser(images, labels, predictions, truth: int = 4, answer: int = 9) -> Frames:
    """Show the confusion matrix of N answers, and the images behind the cell that is chosen.

    Args:
        images: pixels, 0 for paper to 255 for ink.
        labels: the true digits.
        predictions: the digits that the network reads.
        truth: the row of the cell shown first.
        answer: its column.

    Shape:
        images uint8 (N, 28, 28); labels (N,); predictions (N,).

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: see `confusion_view`. Lesson 03.
    """
    images = checked_images("images", images, ("N", ROWS, ROWS)).copy()
    labels = _checked_digits("labels", labels, len(images))
    predictions = _checked_digits("predictions", predictions, len(images))
    digits = checked_whole("truth", truth, CLASSES - 1), checked_whole("answer", answer, CLASSES - 1)
    controls = {
        name: slider(label, 0, CLASSES - 1, digit)
        for (name, label), digit in zip(
            {"truth": "True digit", "answer": "Read as"}.items(), digits, strict=True
        )
    }
    view = partial(confusion_view, images, labels, predictions)
    surprises = confusion_surprises(confusion_matrix(labels, predictions))
    return Frames(view, controls, surprises, "Confusion matrix and its images")


def row_eraser(images, labels, predict: Callable[[np.ndarray], np.ndarray]) -> Explorer:
    """Show what a network believes of a digit when some of its rows are blanked, cut out, inserted or turned.

    "Surprise me" goes to the first image whose answer the change turns into another, where there is one.

    Args:
        images: pixels, 0 for paper to 255 for ink.
        labels: the true digits.
        predict: the belief after each row of one image.

    Shape:
        images uint8 (N, 28, 28); labels (N,); predict maps an image uint8 (28, 28) to probabilities (28, 10).

    Raises:
        ValueError: an argument, or what ``predict`` returns, does not fit; the message names it.

    Source: see `eraser_view`. Lesson 03.
    """
    images = checked_images("images", images, ("N", ROWS, ROWS)).copy()
    labels = _checked_digits("labels", labels, len(images))

    def view(sample: int, edit: str, first: int, count: int):
        return eraser_view(images[sample], int(labels[sample]), predict, edit, first, count)

    controls = {
        "sample": slider("Sample", 0, len(images) - 1, 0),
        "edit": choice("Change", list(EDITS), "blank"),
        "first": slider("First row", 1, ROWS, 13, unit=f"of {ROWS}"),
        "count": slider("How many", 0, ROWS, 4, unit="rows"),
    }
    return Explorer(view, controls, _telling_surprises(images, predict), "Rows taken from a digit")


def _telling_surprises(images: np.ndarray, predict: Callable) -> list[tuple[dict, str]]:
    def answer(image: np.ndarray) -> int:
        return int(checked_probabilities("predict(image)", predict(image), (ROWS, CLASSES))[-1].argmax())

    answers = [answer(image) for image in images]
    found = []
    for settings, reason in ERASER_SURPRISES:
        changes = (k for k, image in enumerate(images) if answer(edited(image, **settings)) != answers[k])
        found.append(({"sample": next(changes, 0), **settings}, reason))
    return found


def _checked_digits(name: str, digits, count: int) -> np.ndarray:
    digits = checked_shape(name, digits, (count,))
    return np.array([checked_whole(name, digit, CLASSES - 1) for digit in digits])


def _belief_sentences(beliefs: np.ndarray, row: int, label: int) -> str:
    said = sentence(beliefs, row, label)
    return f"{said} {_so_far(int(changes_of_mind(beliefs[:row])))}" if row else said


def _samples_of_a_page(start: int, found: Sequence[Surprise], count: int) -> list[dict[str, int]]:
    """Return all rows of the first sample, of the surprises, and of the next samples, up to six in all."""
    chosen = list(dict.fromkeys([start, *(surprise.sample for surprise in found), *range(count)]))
    return [{"sample": sample, "row": row} for sample in chosen[:PAGE_SAMPLES] for row in range(ROWS + 1)]


def _so_far(changes: int) -> str:
    if changes == 0:
        return "It has not changed its mind so far."
    times = {1: "once", 2: "twice"}.get(changes, f"{changes} times")
    return f"It has changed its mind {times} so far."
