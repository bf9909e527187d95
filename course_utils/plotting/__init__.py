"""Figures of the course: numpy arrays in, matplotlib Axes out, each with a title and a sentence for alt text.

A title states the finding, so the lesson passes it in; axis labels and alt text are made here from the data.
"""

from course_utils.plotting.digits import accuracy_by_row, belief, show_digits
from course_utils.plotting.results import confusion, shares, training_curves
from course_utils.plotting.style import COLOURS, use_style

__all__ = [
    "COLOURS",
    "accuracy_by_row",
    "belief",
    "confusion",
    "shares",
    "show_digits",
    "training_curves",
    "use_style",
]
