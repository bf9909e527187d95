"""Widgets of lesson 02: the shapes of a recurrent layer, and the gates of one LSTM unit."""

from course_utils.shapes import GATE_ORDER
from course_utils.widgets.controls import choice, slider, switch
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.gate_view import PULSES, gate_view
from course_utils.widgets.shape_view import shape_view

__all__ = ["gate_console", "gate_view", "shape_explorer", "shape_view"]

SHAPE_SURPRISES = (
    ({"hidden_size": 12, "bidirectional": True}, "hidden_size is not the width of output."),
    ({"hidden_size": 12, "proj_size": 4}, "With a projection h and c differ in width."),
    ({"num_layers": 3, "bidirectional": True}, "Upper layers read both directions side by side."),
    ({"batch_first": False}, "Only output changes: the states never follow batch_first."),
    ({"dropout": 0.5}, "An argument without effect."),
    ({"kind": "gru", "proj_size": 3}, "Only an LSTM can project."),
)
GATE_SURPRISES = (
    ({"f": 0.0}, "Half of the memory is lost in every step: this is near PyTorch's default."),
    ({"f": 6.0, "o": -6.0}, "The memory holds, but h does not show it."),
    ({"i": -6.0}, "Nothing gets in."),
    ({"f": 6.0, "pulse": "every step"}, "c grows far beyond 1, h cannot."),
    ({"f": 6.0, "pulse": "up, then down"}, "The second pulse takes back what the first one wrote."),
)


def shape_explorer() -> Explorer:
    """Show every shape of a recurrent layer, with a control for each argument. Lesson 02."""
    controls = {
        "kind": choice("layer", [(f"nn.{kind.upper()}", kind) for kind in GATE_ORDER], "lstm"),
        "input_size": slider("input_size", 1, 40, 10),
        "hidden_size": slider("hidden_size", 1, 40, 30),
        "num_layers": slider("num_layers", 1, 3, 1),
        "dropout": slider("dropout", 0.0, 0.9, 0.0, 0.1),
        "proj_size": slider("proj_size", 0, 10, 0),
        "batch": slider("batch N", 1, 9, 5),
        "length": slider("length L", 1, 9, 7),
        "bias": switch("bias", True),
        "batch_first": switch("batch_first", True),
        "bidirectional": switch("bidirectional", False),
    }
    return Explorer(shape_view, controls, SHAPE_SURPRISES, title="Shapes of a recurrent layer")


def gate_console() -> Explorer:
    """Show what c and h of one unit do for fixed gates and a pulse of the input. Lesson 02."""
    controls = {
        "i": slider("sum of the input gate", -8.0, 8.0, 3.0, 0.5),
        "f": slider("sum of the forget gate", -8.0, 8.0, 1.0, 0.5),
        "o": slider("sum of the output gate", -8.0, 8.0, 3.0, 0.5),
        "pulse": choice("input pulses", list(PULSES), "once"),
    }
    return Explorer(gate_view, controls, GATE_SURPRISES, title="Gates of one LSTM unit")
