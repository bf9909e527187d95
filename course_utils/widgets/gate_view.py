"""One LSTM unit with its gates held fixed: how a pulse enters c, stays there, and shows in h."""

import math
from xml.etree.ElementTree import Element

import numpy as np

from course_utils.plotting import COLOURS
from course_utils.widgets.explorer import View
from course_utils.widgets.svg import MUTED, OTHER, add, picture, to_text

STEPS = 20
PULSES = {
    "once": {1: 2.0},
    "up, then down": {1: 2.0, 11: -2.0},
    "every step": dict.fromkeys(range(1, STEPS + 1), 2.0),
}  # the input x at these steps, 0 at the others
WIDTH, HEIGHT = 810, 320
GAUGE_LEFT, GAUGE_WIDTH = 96, 110
LEFT, RIGHT, TOP, BOTTOM = 330, 690, 34, 270


def gate_view(i: float, f: float, o: float, pulse: str) -> View:
    """Draw c and h over the steps for one pulse of the input and gates that never change.

    Args:
        i: the sum before the sigmoid of the input gate.
        f: the same for the forget gate.
        o: the same for the output gate.
        pulse: when the input x is not 0: one of ``PULSES``. The candidate is g = tanh(x).

    Raises:
        ValueError: a sum is not finite or the pulse is unknown.

    Source: Gers et al. (2000). Lesson 02.
    """
    for name, value in {"i": i, "f": f, "o": o}.items():
        if not math.isfinite(value):
            raise ValueError(f"{name} is {value}; wanted is a finite number")
    x, c, h = unit_traces(i, f, o, pulse)
    sentence = _sentence(i, f, o, c, h)
    root = picture(WIDTH, HEIGHT, sentence, _description(pulse, c, h))
    for place, (gate, value) in enumerate({"i": i, "f": f, "o": o}.items()):
        _draw_gauge(root, 70 + 64 * place, gate, value)
    _draw_chart(root, x, c, h)
    return View(to_text(root), sentence)


def unit_traces(i: float, f: float, o: float, pulse: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return input, cell state and hidden state after each step of the unit that `gate_view` draws.

    Shape:
        three arrays (``STEPS``,).

    Raises:
        ValueError: the pulse is unknown.

    Source: c_t = f * c_(t-1) + i * g_t, h_t = o * tanh(c_t). Lesson 02.
    """
    if pulse not in PULSES:
        raise ValueError(f"pulse is {pulse!r}; wanted is one of {', '.join(PULSES)}")
    x = np.array([PULSES[pulse].get(step, 0.0) for step in range(1, STEPS + 1)])
    c, cells = 0.0, []
    for g in np.tanh(x):
        c = sigmoid(f) * c + sigmoid(i) * g
        cells.append(c)
    return x, np.array(cells), sigmoid(o) * np.tanh(cells)


def sigmoid(value: float) -> float:
    """Return 1 / (1 + exp(-value)), without overflow."""
    return 0.5 * (1 + math.tanh(value / 2))


def _sentence(i: float, f: float, o: float, c: np.ndarray, h: np.ndarray) -> str:
    gates = ", ".join(f"{gate} = {sigmoid(value):.3f}" for gate, value in {"i": i, "f": f, "o": o}.items())
    return (
        f"Gates {gates}. After step 1 c is {c[0]:z.2f} and h is {h[0]:z.2f}; "
        f"after step {STEPS} c is {c[-1]:z.2f} and h is {h[-1]:z.2f}."
    )


def _description(pulse: str, c: np.ndarray, h: np.ndarray) -> str:
    values = ", ".join(
        f"{step}: {cell:z.2f} and {state:z.2f}"
        for step, (cell, state) in enumerate(zip(c, h, strict=True), 1)
    )
    return f"The input pulses {pulse}. c and h after each step: {values}."


def _draw_gauge(root: Element, y: float, gate: str, value: float) -> None:
    """Draw how far one gate is open."""
    meaning = {"i": "lets in", "f": "keeps", "o": "shows"}[gate]
    opened = sigmoid(value)
    add(root, "text", gate, x=8, y=y + 5, font_size=16, font_weight="bold")
    add(root, "text", meaning, x=28, y=y + 5, fill=MUTED)
    frame = {"x": GAUGE_LEFT, "y": y - 9, "height": 18}
    add(root, "rect", width=GAUGE_WIDTH * opened, fill=COLOURS[f"gate_{gate}"], **frame)
    add(root, "rect", width=GAUGE_WIDTH, fill="none", stroke=OTHER, **frame)
    add(root, "text", f"{opened:.3f}", x=GAUGE_LEFT + GAUGE_WIDTH + 8, y=y + 5)
    add(root, "text", f"sigmoid({value:g})", x=GAUGE_LEFT, y=y + 25, fill=MUTED, font_size=11)


def _draw_chart(root: Element, x: np.ndarray, c: np.ndarray, h: np.ndarray) -> None:
    limit = max(1.25, 1.1 * np.abs(c).max())
    _draw_levels(root, limit)
    for step, value in enumerate(x):
        if value:
            _draw_pulse(root, _across(step), value > 0)
    for name, values in {"c": c, "h": h}.items():
        _draw_trace(root, name, values, limit)
    _name_ends(root, c, h, limit)


def _across(step: int) -> float:
    return LEFT + 16 + (RIGHT - LEFT - 32) * step / (STEPS - 1)


def _up(value: float, limit: float) -> float:
    return (TOP + BOTTOM) / 2 - value / limit * (BOTTOM - TOP) / 2


def _draw_levels(root: Element, limit: float) -> None:
    """Draw the axes; the dashed lines at 1 and -1 are the ones that h never crosses."""
    add(root, "text", "states c and h after each step", x=LEFT, y=TOP - 14, fill=MUTED)
    for level in (-1, 0, 1):
        y = _up(level, limit)
        line = add(root, "path", d=f"M{LEFT} {y:.1f}H{RIGHT}", stroke=OTHER, stroke_width=1)
        if level:
            line.set("stroke-dasharray", "4 3")
        if level == 1 or limit < 5:  # the others would lie on top of it
            add(root, "text", str(level), x=LEFT - 8, y=y + 4, fill=MUTED, font_size=11, text_anchor="end")
    small = {"fill": MUTED, "font_size": 11}
    for step in range(0, STEPS, 5):
        add(root, "text", str(step + 1), x=_across(step), y=BOTTOM + 40, text_anchor="middle", **small)
    add(root, "text", "step", x=RIGHT + 8, y=BOTTOM + 40, **small)
    add(root, "text", "input x", x=RIGHT + 8, y=BOTTOM + 18, **small)


def _draw_pulse(root: Element, x: float, up: bool) -> None:
    """Draw a triangle below the chart that points where the pulse pushes c."""
    tip = BOTTOM + (8 if up else 22)
    base = BOTTOM + (20 if up else 10)
    add(root, "path", d=f"M{x:.1f} {tip}L{x - 5:.1f} {base}H{x + 5:.1f}z", fill=OTHER)


def _draw_trace(root: Element, name: str, values: np.ndarray, limit: float) -> None:
    points = [(_across(step), _up(value, limit)) for step, value in enumerate(values)]
    colour = COLOURS["cell" if name == "c" else "hidden"]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    add(root, "polyline", points=line, fill="none", stroke=colour, stroke_width=2)
    for x, y in points:
        if name == "c":
            add(root, "rect", x=x - 4, y=y - 4, width=8, height=8, fill=colour)
        else:
            add(root, "circle", cx=x, cy=y, r=3.5, fill=colour)


def _name_ends(root: Element, c: np.ndarray, h: np.ndarray, limit: float) -> None:
    """Write name and last value of both traces at the right, apart where they would touch."""
    traces = {"■ c": c, "● h": h}.items()
    ends = sorted((_up(values[-1], limit), f"{name} = {values[-1]:z.2f}") for name, values in traces)
    apart = max(0, 9 - (ends[1][0] - ends[0][0]) / 2)
    for (height, text), shift in zip(ends, (-apart, apart), strict=True):
        add(root, "text", text, x=RIGHT - 6, y=height + shift + 4)
