"""Figures of the course: numpy arrays in, matplotlib Axes out, each with a title and a sentence for alt text.

A title states the finding, so the lesson passes it in; axis labels and alt text are made here from the data.
"""

from course_utils.plotting.digits import accuracy_by_row, belief, show_digits
from course_utils.plotting.directions import both_directions, influence_on_halves
from course_utils.plotting.forecasts import (
    drawn_pixels,
    error_by_step,
    error_ladder,
    feedback_diagram,
    forecast_panels,
    loss_curve,
)
from course_utils.plotting.gates import gate_bands, gate_traces
from course_utils.plotting.layers import layer_stacks, lstm_diagram
from course_utils.plotting.memory import influence_curves, state_traces
from course_utils.plotting.results import confusion, shares, training_curves
from course_utils.plotting.style import COLOURS, use_style
from course_utils.plotting.unrolled import unrolled_rnn

__all__ = [
    "COLOURS",
    "accuracy_by_row",
    "belief",
    "both_directions",
    "confusion",
    "drawn_pixels",
    "error_by_step",
    "error_ladder",
    "feedback_diagram",
    "forecast_panels",
    "gate_bands",
    "gate_traces",
    "influence_curves",
    "influence_on_halves",
    "layer_stacks",
    "loss_curve",
    "lstm_diagram",
    "shares",
    "show_digits",
    "state_traces",
    "training_curves",
    "unrolled_rnn",
    "use_style",
]
