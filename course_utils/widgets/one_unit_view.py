"""Picture of one recurrent unit: the trace of its state after a pulse, and the map from state to state."""

import math
from itertools import pairwise
from xml.etree.ElementTree import Element

import numpy as np

from course_utils.plotting import COLOURS
from course_utils.widgets.explorer import View
from course_utils.widgets.one_unit import (
    FORGOTTEN,
    LONG_RUN,
    FixedPoint,
    difference,
    fixed_points,
    unit_states,
    verdict,
)
from course_utils.widgets.svg import MUTED, OTHER, add, picture, to_text

LIMIT = 10.0  # of every argument
STEPS = 20
WIDTH, HEIGHT = 760, 330
TOP, SIDE = 40, 240  # of both panels
TRACE_LEFT, TRACE_WIDTH = 60, 360
MAP_LEFT = 500
HIDDEN = COLOURS["hidden"]
CURVE_POINTS = 81


def one_unit_view(w_ih: float = 1.0, w_hh: float = 0.5, b: float = 0.0) -> View:
    """Show what a unit h = tanh(w_ih x + w_hh h + b) makes of one pulse, x = 1 at step 1 and 0 afterwards.

    Left the states, with the pulse and without it; right the map from a state to the next one while x = 0,
    with its fixed points and the steps that the state takes.

    Args:
        w_ih: weight of the input.
        w_hh: weight of the unit's own state.
        b: both biases together.

    Returns:
        The picture, and the sentences that say the same.

    Raises:
        ValueError: an argument is no number from -10 to 10.

    Source: Elman (1990) for the unit; Strogatz (1994) for such maps. Lesson 01.
    """
    for name, value in {"w_ih": w_ih, "w_hh": w_hh, "b": b}.items():
        _check(name, value)
    points = fixed_points(w_hh, b)
    setting = f"w_ih = {_number(w_ih)}, w_hh = {_number(w_hh)}, b = {_number(b)}."
    sentence = f"{setting} {_outcome(w_ih, w_hh, b)} {_listed(points)}"
    states = unit_states(w_ih, w_hh, b, steps=STEPS)
    root = picture(WIDTH, HEIGHT, sentence, f"States: {', '.join(map(_number, states))}.")
    _draw_trace(root, states, unit_states(w_ih, w_hh, b, pulse=0.0, steps=STEPS))
    _draw_map(root, w_hh, b, states, points)
    return View(to_text(root), sentence)


def _check(name: str, value: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LIMIT:
        raise ValueError(f"{name} is {value!r}; wanted is a number from {-LIMIT:g} to {LIMIT:g}")


# --- words --------------------------------------------------------------------------------------------------


def _outcome(w_ih: float, w_hh: float, b: float) -> str:
    ends = [unit_states(w_ih, w_hh, b, pulse=pulse, steps=LONG_RUN)[-2:] for pulse in (1.0, 0.0)]
    with_pulse, without = (_resting_place(*end) for end in ends)
    match verdict(w_ih, w_hh, b):
        case "ignores":
            return "The unit does not feel the pulse."
        case "fades":
            return (
                f"The pulse fades{_fading(difference(w_ih, w_hh, b))}. Without it the state ends {without}."
            )
        case "latches":
            return f"The unit latches: after the pulse it stays {with_pulse}, without it {without}."
        case "flips":
            return f"The unit flips: after the pulse it is {with_pulse}, without it {without}."


def _fading(gap: np.ndarray) -> str:
    if gap[-1] >= FORGOTTEN:
        return f" slowly: after {LONG_RUN:,} steps it still makes a difference of {_number(gap[-1])}"
    step = int(np.flatnonzero(gap >= FORGOTTEN)[-1]) + 2
    return f": from step {step} on it makes a difference of less than {FORGOTTEN:g}"


def _resting_place(before: float, last: float) -> str:
    if abs(last - before) <= FORGOTTEN:
        return f"at {_number(last)}"
    return f"at {_number(max(before, last))} and {_number(min(before, last))} in turn"


def _listed(points: list[FixedPoint]) -> str:
    parts = [f"{_number(point.h)} ({'attracts' if point.attracts else 'repels'})" for point in points]
    return f"Fixed point{'s' if len(points) > 1 else ''}: {', '.join(parts)}."


def _number(value: float) -> str:
    """Return two decimals with a real minus sign, and no minus before a zero."""
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", "−")


# --- picture ------------------------------------------------------------------------------------------------


def _height(h: float) -> float:
    """Return where a state from -1 to 1 lies, from top to bottom."""
    return TOP + SIDE * (1 - h) / 2


def _step(number: float) -> float:
    return TRACE_LEFT + TRACE_WIDTH * number / STEPS


def _state(h: float) -> float:
    """Return where a state from -1 to 1 lies on the map, from left to right."""
    return MAP_LEFT + SIDE * (1 + h) / 2


def _heading(root: Element, left: float, text: str) -> None:
    add(root, "text", text, x=left, y=TOP - 16, font_weight="bold")


def _line(
    root: Element, points: list[tuple[float, float]], colour: str, width: float, dashes: str = ""
) -> None:
    line = add(root, "polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), fill="none")
    line.set("stroke", colour)
    line.set("stroke-width", f"{width:g}")
    if dashes:
        line.set("stroke-dasharray", dashes)


def _frame(root: Element, left: float, width: float) -> None:
    """Draw a panel with lines at the states -1, 0 and 1."""
    for h in (-1, 0, 1):
        _line(root, [(left, _height(h)), (left + width, _height(h))], OTHER, 0.5)
        label = {"x": left - 8, "y": _height(h) + 4, "text_anchor": "end"}
        add(root, "text", f"{h}".replace("-", "−"), fill=MUTED, font_size=11, **label)
    _line(root, [(left, TOP), (left, TOP + SIDE)], OTHER, 1.5)


def _tick(root: Element, x: float, text: str) -> None:
    add(root, "text", text, x=x, y=TOP + SIDE + 18, fill=MUTED, font_size=11, text_anchor="middle")


def _caption(root: Element, x: float, text: str) -> None:
    add(root, "text", text, x=x, y=TOP + SIDE + 38, fill=MUTED, text_anchor="middle")


def _draw_trace(root: Element, states: np.ndarray, without: np.ndarray) -> None:
    """Draw both runs from h_0 = 0 on: dots with the pulse, a dashed line without it."""
    _heading(root, TRACE_LEFT, "state hₜ after a pulse at step 1 (● with, - - without)")
    _frame(root, TRACE_LEFT, TRACE_WIDTH)
    for number in range(0, STEPS + 1, 5):
        _tick(root, _step(number), str(number))
    _caption(root, TRACE_LEFT + TRACE_WIDTH / 2, "step t")
    _line(root, _path(without), OTHER, 2, "6 4")
    _line(root, _path(states), HIDDEN, 1.5)
    for x, y in _path(states):
        add(root, "circle", cx=x, cy=y, r=3.5, fill=HIDDEN)


def _path(states: np.ndarray) -> list[tuple[float, float]]:
    return [(_step(number), _height(h)) for number, h in enumerate([0.0, *states])]


def _draw_map(root: Element, w_hh: float, b: float, states: np.ndarray, points: list[FixedPoint]) -> None:
    """Draw the map, the line where the next state is the same, the way of the state, and the fixed points."""
    _heading(root, MAP_LEFT, "next state (● attracts, ○ repels)")
    _frame(root, MAP_LEFT, SIDE)
    for h in (-1, 0, 1):
        _tick(root, _state(h), f"{h}".replace("-", "−"))
    _caption(root, MAP_LEFT + SIDE / 2, "state hₜ₋₁, while x = 0")
    _line(root, [(_state(-1), _height(-1)), (_state(1), _height(1))], OTHER, 1, "4 3")
    curve = [(h, math.tanh(w_hh * h + b)) for h in np.linspace(-1, 1, CURVE_POINTS)]
    _line(root, [(_state(h), _height(after)) for h, after in curve], HIDDEN, 2)
    _line(root, _staircase(states), COLOURS["prediction"], 1.2)
    for point in points:
        x, y = _state(point.h), _height(point.h)
        fill = HIDDEN if point.attracts else "none"
        add(root, "circle", cx=x, cy=y, r=6, fill=fill, stroke=HIDDEN, stroke_width=2)


def _staircase(states: np.ndarray) -> list[tuple[float, float]]:
    """Return the corners on the way: up or down to the map, then across to the line of equal states."""
    corners = [(_state(states[0]), _height(states[0]))]
    for before, after in pairwise(states):
        corners += [(_state(before), _height(after)), (_state(after), _height(after))]
    return corners
