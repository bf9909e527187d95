"""Figures of networks that read from both ends: how they are wired, and what each half knows."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.ticker import MaxNLocator

from course_utils.alt_text import describe
from course_utils.plotting.drawing import arrow, box, canvas, note
from course_utils.plotting.style import COLOURS, same_length

INPUT, FORWARD, BACKWARD, OUTPUT = 0.5, 1.6, 2.6, 3.7  # heights of the four rows of the diagram
LEFT, PITCH = 2.2, 2.0  # the middle of the first column, and the distance of columns
SHIFT, STATE = 0.36, 0.8  # how far a state stands from the middle of its column, and its width
HALVES = {"forward": "-", "backward": "--"}


def both_directions(
    length: int, input_size: int, hidden_size: int, *, title: str, kind: str = "LSTM"
) -> Axes:
    """Draw one bidirectional layer over time, with every shape; thick frames mark where a direction ends.

    Args:
        length: steps to draw, at least 2.
        input_size: numbers a step, H_in.
        hidden_size: width of one direction, H.
        title: the finding.
        kind: name of the layer.

    Raises:
        ValueError: there are fewer than two steps.
    """
    if length < 2:
        raise ValueError(f"length is {length}; wanted is at least 2, to have two ends")
    axes = canvas(LEFT + PITCH * (length - 1) + 3.5, 4.2, title=title)
    for step in range(length):
        _draw_column(axes, step, length, hidden_size)
    _draw_chains(axes, length)
    right = LEFT + PITCH * (length - 1) + 1.0
    shapes = {
        INPUT: f"x (N, {length}, {input_size})",
        FORWARD: f"h_n[0] (N, {hidden_size}): last step",
        BACKWARD: f"h_n[1] (N, {hidden_size}): step 0",
        OUTPUT: f"output (N, {length}, {2 * hidden_size})",
    }
    for height, text in shapes.items():
        note(axes, right, height, text, ha="left", size=10)
    for height, name in {INPUT: "input", FORWARD: "forward", BACKWARD: "backward", OUTPUT: "output"}.items():
        note(axes, LEFT - 0.95, height, name, ha="right", size=10)
    describe(axes, _wiring_sentence(kind, length, hidden_size))
    return axes


def _draw_column(axes: Axes, step: int, length: int, hidden_size: int) -> None:
    """Draw one step; the forward state stands left, the backward state right, so that no arrow is hidden."""
    x = LEFT + PITCH * step
    left, right = x - SHIFT, x + SHIFT
    box(axes, x, INPUT, f"x[{step}]", colour="input", width=1.5)
    forward = box(axes, left, FORWARD, f"{hidden_size}", colour="hidden", width=STATE)
    backward = box(axes, right, BACKWARD, f"{hidden_size}", colour="hidden", width=STATE, style="--")
    for frame, ends_here in ((forward, step == length - 1), (backward, step == 0)):
        frame.set_linewidth(3.4 if ends_here else 1.6)
    box(axes, x, OUTPUT, f"{hidden_size} + {hidden_size}", colour="hidden", width=1.5)
    arrow(axes, (left, INPUT + 0.3), (left, FORWARD - 0.3))
    arrow(axes, (right, INPUT + 0.3), (right, BACKWARD - 0.3), style="--")
    arrow(axes, (left, FORWARD + 0.3), (left, OUTPUT - 0.3), colour="hidden")
    arrow(axes, (right, BACKWARD + 0.3), (right, OUTPUT - 0.3), colour="hidden", style="--")


def _draw_chains(axes: Axes, length: int) -> None:
    between = (STATE / 2, PITCH - STATE / 2)
    for step in range(length - 1):
        start, end = (LEFT + PITCH * step + distance for distance in between)
        arrow(axes, (start - SHIFT, FORWARD), (end - SHIFT, FORWARD), colour="hidden")
        arrow(axes, (end + SHIFT, BACKWARD), (start + SHIFT, BACKWARD), colour="hidden", style="--")


def _wiring_sentence(kind: str, length: int, hidden_size: int) -> str:
    return (
        f"A bidirectional {kind} over {length} steps. The forward row reads from step 0 to step "
        f"{length - 1}, the backward row from step {length - 1} to step 0. No arrow joins them. "
        f"The output of each step is both, {hidden_size} and {hidden_size} numbers, side by side."
    )


def influence_on_halves(
    influences: Mapping[str, tuple[np.ndarray, np.ndarray]], step: int, *, title: str
) -> np.ndarray:
    """Draw how strongly each input moves the forward and the backward half of the output at one step.

    Args:
        influences: name of a network -> (forward, backward), as `inspection.influence_on_halves` measures.
        step: the step t of the output that was measured, from 0.
        title: the finding.

    Shape:
        forward, backward (L,) -> Axes (networks, 2).

    Raises:
        ValueError: the lengths differ, a step does not exist or all is 0.
    """
    influences = {name: tuple(map(np.asarray, pair)) for name, pair in influences.items()}
    values = _checked_values(influences, step)
    size = (8, 1.6 * len(influences) + 0.9)
    figure, grid = plt.subplots(len(influences), 2, figsize=size, sharex=True, sharey=True, squeeze=False)
    figure.suptitle(title, x=0.01, ha="left")
    for row, (name, pair) in zip(grid, influences.items(), strict=True):
        for axes, (side, style), half in zip(row, HALVES.items(), pair, strict=True):
            _draw_influence(axes, half, style)
            axes.set_title(f"{name}, {side} half of output[:, {step}]", size=11, weight="normal")
            describe(axes, _influence_sentence(name, side, step, half))
    grid[0, 0].set(yscale="log", ylim=(values[values > 0].min() / 10, values.max() * 3))
    for axes in grid[-1]:
        axes.set_xlabel("input x[:, t], step t")
        axes.xaxis.set_major_locator(MaxNLocator(15, integer=True))
    figure.supylabel("influence", size=11)
    return grid


def _checked_values(influences: Mapping[str, tuple[np.ndarray, np.ndarray]], step: int) -> np.ndarray:
    """Return all numbers in one array, or raise the ValueError that says what does not fit."""
    if not influences:
        raise ValueError("influences is empty; wanted is one network at least")
    halves = [half for pair in influences.values() for half in pair]
    same_length(**{f"half {place}": half for place, half in enumerate(halves)})
    if not 0 <= step < len(halves[0]):
        raise ValueError(f"step is {step}; wanted is 0 up to L - 1 = {len(halves[0]) - 1}")
    values = np.concatenate(halves)
    if not values.max() > 0:
        raise ValueError("influences are all 0; wanted is one above it at least")
    return values


def _draw_influence(axes: Axes, half: np.ndarray, style: str) -> None:
    seen, blind = np.flatnonzero(half), np.flatnonzero(half == 0)
    colour = to_rgba(COLOURS["hidden"], 0.35)
    axes.bar(seen, half[seen], width=0.6, color=colour, ec=COLOURS["hidden"], linestyle=style, linewidth=1.4)
    place = {"xycoords": ("data", "axes fraction"), "ha": "center", "color": COLOURS["input"]}
    for step in blind:
        axes.annotate("0", (step, 0.03), **place)


def _influence_sentence(name: str, side: str, step: int, half: np.ndarray) -> str:
    seen = np.flatnonzero(half)
    which = "all" if len(seen) == len(half) else ", ".join(map(str, seen)) or "none"
    return f"{name}: inputs that move the {side} half of output[:, {step}], of {len(half)}: {which}."
