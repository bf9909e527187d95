"""Figures of what a recurrent layer holds: its states, and what each input still moves at the end."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from course_utils.alt_text import describe
from course_utils.plotting.style import COLOURS, same_length

LINES = (("o", "-"), ("s", "--"), ("^", ":"), ("D", "-."))  # markers and dashes that tell curves apart


def state_traces(states: Mapping[str, np.ndarray], *, title: str) -> Axes:
    """Draw the state of one unit over the steps, a line for each name.

    Shape:
        states {name: (L,)}, [0] after step 1 -> Axes.

    Raises:
        ValueError: the lengths differ, or there are no names, more than four, or no steps.
    """
    axes = _steps("state $h_t$", title, states)
    for (name, values), (marker, dashes) in zip(states.items(), LINES, strict=False):
        _curve(axes, name, values, marker, dashes, "hidden")
    axes.axhline(0, color=COLOURS["other"], linewidth=1, zorder=0)
    parts = (f"{name}: from {values[0]:.2f} to {values[-1]:.2f}" for name, values in states.items())
    describe(axes, f"The state over {_length(states)} steps. {'; '.join(parts)}.")
    return axes


def influence_curves(influence: Mapping[str, np.ndarray], *, title: str) -> Axes:
    """Draw how strongly each step of the input moves the last state, on a logarithmic axis.

    Shape:
        influence {name: (L,)}, [0] of step 1, all above 0 -> Axes.

    Raises:
        ValueError: the lengths differ, there are no names, more than four, or no steps; or an influence is
            not above 0, so that a logarithmic axis cannot show it.
    """
    for name, values in influence.items():
        if not np.all(np.asarray(values) > 0):
            raise ValueError(f"influence {name!r} holds {np.min(values):g}; wanted is above 0 everywhere")
    axes = _steps("norm of $\\partial h_L / \\partial x_t$", title, influence)
    axes.set_yscale("log")
    colours = ("other", "hidden", "cell", "truth")
    for (name, values), (marker, dashes), colour in zip(influence.items(), LINES, colours, strict=False):
        _curve(axes, name, values, marker, dashes, colour)
    parts = (
        f"{name}: {values[0]:.2g} at step 1, {np.min(values):.2g} at its least, {values[-1]:.2g} at the last"
        for name, values in influence.items()
    )
    describe(axes, f"Influence of each of {_length(influence)} inputs on the last state. {'; '.join(parts)}.")
    return axes


def _length(curves: Mapping[str, np.ndarray]) -> int:
    return len(next(iter(curves.values())))


def _steps(ylabel: str, title: str, curves: Mapping[str, np.ndarray]) -> Axes:
    """Return Axes over the steps 1 to L, for one to four curves of that length."""
    if not 1 <= len(curves) <= len(LINES):
        raise ValueError(f"{len(curves)} curves came; wanted are 1 to {len(LINES)}")
    same_length(**curves)
    figure, axes = plt.subplots()
    figure.suptitle(title, x=0.01, ha="left")
    axes.set(xlabel="step t", ylabel=ylabel)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    return axes


def _curve(axes: Axes, name: str, values: np.ndarray, marker: str, dashes: str, colour: str) -> None:
    steps = np.arange(1, len(values) + 1)
    axes.plot(steps, values, marker=marker, linestyle=dashes, color=COLOURS[colour], markersize=5, label=name)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), handlelength=4)
