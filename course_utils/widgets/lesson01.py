"""Widget of lesson 01: one recurrent unit with three sliders, and what it makes of a pulse."""

from course_utils.widgets.controls import slider
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.one_unit_view import one_unit_view

__all__ = ["one_unit_explorer", "one_unit_view"]

SURPRISES = (
    ({"w_hh": 1.5}, "Above 1 the middle repels: the unit keeps the pulse."),
    ({"w_hh": -1.5}, "Below −1 it keeps the pulse too, with another sign at every step."),
    ({"w_hh": 1.0}, "At exactly 1 it forgets, but more slowly than by any constant factor a step."),
    ({"w_hh": 1.5, "b": 0.5}, "The bias alone drives the unit up, so there is nothing left to remember."),
    ({"w_ih": -1.5, "w_hh": 1.5, "b": 0.1}, "The bias drives it up, but a strong pulse holds it down."),
)


def one_unit_explorer(w_ih: float = 1.0, w_hh: float = 0.5, b: float = 0.0) -> Explorer:
    """Show `one_unit_view` with a slider for each of its three numbers.

    Args:
        w_ih: weight of the input at first, -3 to 3.
        w_hh: weight of the unit's own state at first, -3 to 3.
        b: both biases together at first, -1.5 to 1.5.

    Raises:
        ValueError: an argument lies outside its slider.

    Source: see `one_unit_view`. Lesson 01.
    """
    values = {"w_ih": w_ih, "w_hh": w_hh, "b": b}
    ends = {"w_ih": 3.0, "w_hh": 3.0, "b": 1.5}
    controls = {name: slider(name, -end, end, values[name], 0.1) for name, end in ends.items()}
    return Explorer(one_unit_view, controls, SURPRISES, title="One recurrent unit")
