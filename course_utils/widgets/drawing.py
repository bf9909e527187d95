"""Draw a digit and watch a network read it: what the network believes after each row of a drawing."""

from collections.abc import Callable

import numpy as np

from course_utils.widgets.belief import CLASSES, ROWS, belief_view, sentence
from course_utils.widgets.centring import centred
from course_utils.widgets.checks import checked_probabilities
from course_utils.widgets.explorer import View
from course_utils.widgets.sheet import to_image


def drawing_view(predict: Callable[[np.ndarray], np.ndarray], drawing: bytes, centre: bool, row: int) -> View:
    """Draw what a network believes after each row of a drawing.

    Args:
        predict: the belief after each row of one image.
        drawing: the pixels row by row, a byte each, 0 for paper to 255 for ink.
        centre: bring the drawing to the size and place of MNIST's digits first.
        row: rows read so far, 0 to 28.

    Shape:
        drawing 784 bytes; predict maps an image uint8 (28, 28) to probabilities (28, 10).

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
