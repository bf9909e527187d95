"""Draw a digit and watch a network read it: the pad, and the belief after each row beneath it."""

from collections.abc import Callable, Iterable
from functools import partial

import ipywidgets
import numpy as np

from course_utils.widgets.belief import CLASSES, ROWS, belief_view, sentence
from course_utils.widgets.centring import centred
from course_utils.widgets.checks import checked_probabilities
from course_utils.widgets.explorer import WRAPPED, Explorer, View, slider, switch
from course_utils.widgets.pad import Pad, to_bytes, to_image
from course_utils.widgets.player import Player


def drawing_view(predict: Callable[[np.ndarray], np.ndarray], drawing: bytes, centre: bool, row: int) -> View:
    """Draw what a network believes after each row of a drawing.

    Args:
        predict: the belief after each row of one image.
        drawing: the pixels, as `Pad` holds them.
        centre: bring the drawing to the size and place of MNIST's digits first.
        row: rows read so far, 0 to 28.

    Shape:
        predict maps an image uint8 (28, 28) to probabilities (28, 10).

    Raises:
        ValueError: ``row`` or what ``predict`` returns does not fit; the message names it.

    Source: see `centred` and `belief_view`. Lesson 03.
    """
    image = to_image(drawing)
    read = centred(image) if centre else image
    beliefs = checked_probabilities("predict(image)", predict(read), (ROWS, CLASSES))
    shown = belief_view(read, beliefs, row)
    empty = "" if image.any() else "The sheet is empty. "
    return View(shown, f"{empty}{sentence(beliefs, row)}")


class DigitDrawer(Explorer):
    """The widget that `digit_drawer` makes.

    Attributes:
        play: moves the row on by itself.
        controls, picture, readout, surprise, reset: as in `Explorer`; the controls are the pad ``drawing``,
            the switch ``centre`` and the slider ``row``.
    """

    def __init__(self, predict, surprises: Iterable[tuple[np.ndarray, str]] = ()):
        controls = {
            "drawing": Pad(),
            "centre": switch("Centre and scale it as MNIST does", True),
            "row": slider("Rows read", 0, ROWS, ROWS),
        }
        settings = [({"drawing": to_bytes(image)}, reason) for image, reason in surprises]
        super().__init__(partial(drawing_view, predict), controls, settings)
        self.play = Player(controls["row"])
        for button in filter(None, (self.surprise, self.reset)):
            button.on_click(lambda _button: self.play.stop())
        self._lay_out()

    def __repr__(self) -> str:
        """Return a text that is the same in every run."""
        return f"DigitDrawer(rows={ROWS})"

    def _lay_out(self) -> None:
        """Put the pad to the left of all else that is used while drawing."""
        drawing, centre, row = self.controls.values()
        _, buttons, *_ = self.children
        buttons.children = (self.play, *buttons.children)
        beside = ipywidgets.VBox(
            [centre, ipywidgets.HBox([row]), buttons, self.readout],
            layout={"flex": "1 1 360px", "width": "auto"},
        )
        self.children = [ipywidgets.HBox([drawing, beside], layout=WRAPPED), self.picture]
