"""One recurrent unit in numbers: its states after a pulse, its fixed points, what becomes of the pulse."""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

LONG_RUN = 1000  # steps after which the verdict is made
KEPT = 0.1  # a difference that the pulse still makes then counts as kept
FORGOTTEN = 0.01  # below this the pulse counts as gone
HALVINGS = 60  # of an interval of width 2: down to what a float can tell apart


class FixedPoint(NamedTuple):
    """A state that is its own successor; it attracts the states beside it, or repels them."""

    h: float
    attracts: bool


def unit_states(w_ih: float, w_hh: float, b: float, *, pulse: float = 1.0, steps: int = 20) -> np.ndarray:
    """Return the states of one unit, h = tanh(w_ih x + w_hh h + b), from h = 0, after a pulse at step 1.

    Args:
        w_ih: weight of the input.
        w_hh: weight of the unit's own state.
        b: both biases together.
        pulse: input of step 1; that of all others is 0.
        steps: how many.

    Shape:
        -> (steps,); [0] is the state after step 1.

    Source: Elman (1990). Lesson 01.
    """
    h, states = 0.0, []
    for step in range(steps):
        x = pulse if step == 0 else 0.0
        h = math.tanh(w_ih * x + w_hh * h + b)
        states.append(h)
    return np.array(states)


def fixed_points(w_hh: float, b: float) -> list[FixedPoint]:
    """Return the solutions of h = tanh(w_hh h + b), in rising order: one of them, or up to three.

    The slope of the map there, w_hh (1 - h²), says whether it attracts. Lesson 01.
    """
    edges = [-1.0, *_turning_points(w_hh, b), 1.0]
    found = [_root(w_hh, b, low, high) for low, high in pairwise(edges)]
    return [FixedPoint(h, abs(w_hh * (1 - h * h)) <= 1) for h in found if h is not None]


def difference(w_ih: float, w_hh: float, b: float, steps: int = LONG_RUN) -> np.ndarray:
    """Return by how much the pulse moves the state at each step, (steps,): with the pulse against without it.

    Lesson 01.
    """
    with_pulse, without = (unit_states(w_ih, w_hh, b, pulse=pulse, steps=steps) for pulse in (1.0, 0.0))
    return np.abs(with_pulse - without)


def verdict(w_ih: float, w_hh: float, b: float) -> str:
    """Return what becomes of the pulse: "ignores", "latches", "flips" or "fades".

    The pulse is kept when it still makes a difference after a thousand steps; then the state either rests
    ("latches") or changes its sign or size at every step ("flips"). Lesson 01.
    """
    gap = difference(w_ih, w_hh, b)
    if gap[0] < FORGOTTEN:
        return "ignores"
    if gap[-1] < KEPT:
        return "fades"
    before, last = unit_states(w_ih, w_hh, b, steps=LONG_RUN)[-2:]
    return "flips" if abs(last - before) > FORGOTTEN else "latches"


def _turning_points(w_hh: float, b: float) -> list[float]:
    """Return where tanh(w_hh h + b) - h turns between -1 and 1: nowhere unless the map is steep."""
    if w_hh <= 1:
        return []
    bend = math.atanh(math.sqrt(1 - 1 / w_hh))
    return [h for h in ((-bend - b) / w_hh, (bend - b) / w_hh) if -1 < h < 1]


def _root(w_hh: float, b: float, low: float, high: float) -> float | None:
    """Return the one h from low to high where tanh(w_hh h + b) - h changes its sign, or None."""

    def excess(h: float) -> float:
        return math.tanh(w_hh * h + b) - h

    rises = excess(high) > 0
    if (excess(low) > 0) == rises:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if (excess(middle) > 0) == rises else (middle, high)
    return (low + high) / 2
