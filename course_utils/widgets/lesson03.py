"""Widgets of lesson 03: a belief row by row, a pad to draw on, the images of a confusion, rows to erase."""

from collections.abc import Callable, Iterable
from functools import partial

import ipywidgets
import numpy as np

from course_utils.widgets.belief import CLASSES, ROWS, belief_view, sentence
from course_utils.widgets.centring import centred
from course_utils.widgets.checks import checked_images, checked_probabilities, checked_shape, checked_whole
from course_utils.widgets.confusion_view import confusion_matrix, confusion_surprises, confusion_view
from course_utils.widgets.drawing import DigitDrawer
from course_utils.widgets.eraser_view import EDITS, edited, eraser_view
from course_utils.widgets.explorer import WRAPPED, Explorer, choice, slider, spoken
from course_utils.widgets.player import Player
from course_utils.widgets.surprises import changes_of_mind, next_surprise, surprises

__all__ = [
    "BeliefExplorer",
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

ERASER_SURPRISES = (
    ({"edit": "insert blank", "first": 1, "count": 4}, "The same digit, four rows lower: you hardly notice."),
    (
        {"edit": "insert blank", "first": 15, "count": 4},
        "Torn apart: the memory has to wait for four blank rows.",
    ),
    ({"edit": "cut out", "first": 13, "count": 4}, "The middle is gone, and nothing shows where it was."),
    (
        {"edit": "blank", "first": 25, "count": 4},
        "The last rows of most digits are blank: few answers change.",
    ),
    ({"edit": "reverse", "first": 1, "count": ROWS}, "The same rows in the other order: upside down."),
)


def belief_explorer(images, labels, beliefs, sample: int = 0, row: int = ROWS) -> "BeliefExplorer":
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
    return BeliefExplorer(images, labels, beliefs, sample, row)


def digit_drawer(
    predict: Callable[[np.ndarray], np.ndarray], surprises: Iterable[tuple[np.ndarray, str]] = ()
) -> DigitDrawer:
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
    return DigitDrawer(predict, surprises)


def confusion_browser(images, labels, predictions, truth: int = 4, answer: int = 9) -> Explorer:
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
    return Explorer(view, controls, surprises, name="ConfusionBrowser")


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
        "first": slider("First row", 1, ROWS, 13),
        "count": slider("Rows", 0, ROWS, 4),
    }
    return Explorer(view, controls, _telling_surprises(images, predict), name="RowEraser")


def _telling_surprises(images: np.ndarray, predict: Callable) -> list[tuple[dict, str]]:
    def answer(image: np.ndarray) -> int:
        return int(checked_probabilities("predict(image)", predict(image), (ROWS, CLASSES))[-1].argmax())

    answers = [answer(image) for image in images]
    found = []
    for settings, reason in ERASER_SURPRISES:
        changes = (k for k, image in enumerate(images) if answer(edited(image, **settings)) != answers[k])
        found.append(({"sample": next(changes, 0), **settings}, reason))
    return found


class BeliefExplorer(ipywidgets.VBox):
    """The widget that `belief_explorer` makes.

    Attributes:
        sample: slider over the samples, row: slider over the rows read.
        play, surprise, reset: buttons.
        picture, readout: the SVG and the sentences below it, both made by `frame` from sample and row alone.
    """

    def __init__(self, images, labels, beliefs, sample: int = 0, row: int = ROWS):
        self._images = checked_images("images", images, ("N", ROWS, ROWS)).copy()
        count = len(self._images)
        self._beliefs = checked_probabilities("beliefs", beliefs, (count, ROWS, CLASSES)).copy()
        self._labels = _checked_digits("labels", labels, count)
        self._start = checked_whole("sample", sample, count - 1), checked_whole("row", row, ROWS)
        self._surprises = surprises(self._beliefs, self._labels)
        self._make_controls()
        self._connect()
        self._refresh()
        super().__init__([*self._controls(), self.picture, self.readout], layout={"max_width": "840px"})

    @property
    def controls(self) -> dict[str, ipywidgets.IntSlider]:
        """Return the controls by name, as every explorer has them."""
        return {"sample": self.sample, "row": self.row}

    def __repr__(self) -> str:
        """Return a text that is the same in every run; it also stands for the widget in a stored notebook."""
        return f"BeliefExplorer(samples={len(self._images)}, rows={ROWS})"

    def frame(self, sample: int, row: int) -> tuple[str, str]:
        """Return picture and readout, a function of the state alone."""
        image, beliefs, label = self._images[sample], self._beliefs[sample], int(self._labels[sample])
        sentences = [sentence(beliefs, row, label)]
        if row:
            sentences.append(_so_far(int(changes_of_mind(beliefs[:row]))))
        sentences += [found.reason for found in self._surprises if found.sample == sample]
        return belief_view(image, beliefs, row, label), spoken(" ".join(sentences))

    def _controls(self) -> list[ipywidgets.HBox]:
        sliders, buttons = [self.sample, self.row], [self._player, self.surprise, self.reset]
        if len(self._images) == 1:  # nothing to choose from
            sliders.remove(self.sample)
            buttons.remove(self.surprise)
        return [
            ipywidgets.HBox(sliders, layout=WRAPPED),
            ipywidgets.HBox(buttons, layout=WRAPPED),
        ]

    def _make_controls(self) -> None:
        sample, row = self._start
        self.sample = slider("Sample", 0, len(self._images) - 1, sample)
        self.row = slider("Rows read", 0, ROWS, row)
        self._player = Player(self.row)
        self.play = self._player.button
        self.surprise = ipywidgets.Button(
            description="Surprise me",
            tooltip="Go to the most confident error, then to the most changes of mind",
            disabled=not self._surprises,
        )
        self.reset = ipywidgets.Button(description="Reset", tooltip="Back to the first view")
        self.picture, self.readout = ipywidgets.HTML(), ipywidgets.HTML()

    def _connect(self) -> None:
        self.surprise.on_click(self._surprise)
        self.reset.on_click(self._reset)
        for control in (self.sample, self.row):
            control.observe(self._refresh, "value")

    def _refresh(self, _change=None) -> None:
        self.picture.value, self.readout.value = self.frame(self.sample.value, self.row.value)

    def _surprise(self, _button) -> None:
        self._jump(next_surprise(self._surprises, self.sample.value), ROWS)

    def _reset(self, _button) -> None:
        self._jump(*self._start)

    def _jump(self, sample: int, row: int) -> None:
        self._player.stop()
        # One picture for both changes, none of the new row and the old sample in between.
        with self.row.hold_trait_notifications():
            self.row.value = row
            self.sample.value = sample


def _checked_digits(name: str, digits, count: int) -> np.ndarray:
    digits = checked_shape(name, digits, (count,))
    return np.array([checked_whole(name, digit, CLASSES - 1) for digit in digits])


def _so_far(changes: int) -> str:
    if changes == 0:
        return "It has not changed its mind so far."
    times = {1: "once", 2: "twice"}.get(changes, f"{changes} times")
    return f"It has changed its mind {times} so far."
