"""Figures of gates: their bands in the stacked weights, and what they do over time."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_utils.alt_text import describe
from course_utils.plotting.style import COLOURS, same_length

GATE_STYLES = {"i": "-", "f": "--", "g": ":", "o": "-."}
COLUMN, NARROWEST, GAP = 0.16, 0.35, 1.3  # width of a column, least width of a block, distance of blocks


def gate_bands(shapes: Mapping[str, tuple[int, ...]], gates: Sequence[str], *, title: str) -> Axes:
    """Draw stacked weights and biases side by side, with one coloured band of rows for each gate.

    Args:
        shapes: name -> (rows, columns) of a weight, or (rows,) of a bias; all with as many rows.
        gates: names from top to bottom; the rows are shared out evenly.
        title: the finding.

    Raises:
        ValueError: the numbers of rows differ or cannot be shared out among the gates.
    """
    heights = {name: shape[0] for name, shape in shapes.items()}
    rows = max(heights.values(), default=0)
    if set(heights.values()) != {rows} or rows % len(gates):
        raise ValueError(f"shapes have {heights} rows; wanted is one multiple of {len(gates)} for all")
    figure, axes = plt.subplots(figsize=(8, 3.6))
    figure.suptitle(title, x=0.01, ha="left")
    left = 0.0
    for name, shape in shapes.items():
        width = max(NARROWEST, COLUMN * shape[1]) if len(shape) == 2 else NARROWEST
        _draw_stack(axes, left, width, rows, gates)
        axes.text(left + width / 2, -0.03 * rows, f"{name}\n{shape}", ha="center", va="bottom", size=10)
        left += width + GAP
    edges = np.arange(len(gates) + 1) * (rows // len(gates))
    axes.set(xlim=(-0.2, left - GAP + 0.2), ylim=(rows, -0.2 * rows), ylabel="row", yticks=edges, xticks=[])
    axes.grid(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    bands = ", ".join(f"{gate} rows {a}:{b}" for gate, a, b in zip(gates, edges, edges[1:], strict=False))
    listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
    describe(axes, f"Blocks of {listed}; the bands from top to bottom: {bands}.")
    return axes


def _draw_stack(axes: Axes, left: float, width: float, rows: int, gates: Sequence[str]) -> None:
    height = rows // len(gates)
    for place, gate in enumerate(gates):
        corner = (left, place * height)
        colour = COLOURS.get(f"gate_{gate}", COLOURS["hidden"])
        axes.add_patch(Rectangle(corner, width, height, facecolor=colour, edgecolor="white", linewidth=2))
        middle = (left + width / 2, (place + 0.5) * height)
        axes.text(*middle, gate, ha="center", va="center", size=13, weight="bold", color="white")


def gate_traces(
    inputs: Mapping[str, np.ndarray],
    gates: Mapping[str, np.ndarray],
    cell: np.ndarray,
    hidden: np.ndarray,
    *,
    title: str,
) -> np.ndarray:
    """Draw one LSTM unit over time: its inputs, its gates, and its two states, one above the other.

    Args:
        inputs: name -> value at each step.
        gates: any of i, f, g, o -> value at each step.
        cell: c after each step.
        hidden: h after each step.
        title: the finding.

    Shape:
        every array (L,) -> three Axes with one axis of steps.

    Raises:
        ValueError: the lengths differ, or there are no steps.
    """
    same_length(**inputs, **gates, cell=cell, hidden=hidden)
    steps = np.arange(1, len(cell) + 1)
    figure, (top, middle, bottom) = plt.subplots(3, 1, sharex=True, figsize=(8, 4.8), height_ratios=[2, 3, 3])
    figure.suptitle(title, x=0.01, ha="left")
    for (name, values), marker in zip(inputs.items(), "|x+.", strict=False):
        top.plot(steps, values, marker, color=COLOURS["input"], markersize=7, label=name)
    for gate, values in gates.items():
        middle.plot(steps, values, GATE_STYLES[gate], color=COLOURS[f"gate_{gate}"], label=gate)
    bottom.plot(steps, cell, "-s", color=COLOURS["cell"], markersize=4, label="c")
    bottom.plot(steps, hidden, "-o", color=COLOURS["hidden"], markersize=3, label="h")
    for axes, name in ((top, "input"), (middle, "gates"), (bottom, "states")):
        axes.set_ylabel(name)
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    bottom.set_xlabel("step")
    describe(top, f"Inputs over {len(steps)} steps: {_ranges(inputs)}.")
    describe(middle, f"Gates: {_ranges(gates)}.")
    describe(bottom, f"States: {_ranges({'c': cell, 'h': hidden})}; at the end c is {cell[-1]:z.2f}.")
    return np.array([top, middle, bottom])


def _ranges(values: Mapping[str, np.ndarray]) -> str:
    return ", ".join(
        f"{name} from {np.min(numbers):z.2f} to {np.max(numbers):z.2f}" for name, numbers in values.items()
    )
