"""The pieces that diagrams are made of: an empty sheet, boxes, arrows and notes."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from course_utils.plotting.style import COLOURS

INCHES = 0.75  # of one unit of the sheet


def canvas(width: float, height: float, *, title: str) -> Axes:
    """Return an empty sheet without axes, from (0, 0) at the bottom left to (width, height).

    Args:
        width: in units; a box is about one unit wide.
        height: in units.
        title: what the diagram says.
    """
    figure, axes = plt.subplots(figsize=(INCHES * width, INCHES * height + 0.3))
    figure.suptitle(title, x=0.01, ha="left")
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.axis("off")
    return axes


def box(
    axes: Axes,
    x: float,
    y: float,
    text: str = "",
    *,
    colour: str = "other",
    width: float = 1.0,
    height: float = 0.6,
    size: float = 10,
    style: str = "-",
) -> FancyBboxPatch:
    """Draw a box with its centre at (x, y), its frame and a light filling in one of the course's colours.

    Args:
        axes: the sheet.
        x: centre.
        y: centre.
        text: what stands in it.
        colour: a name in ``COLOURS``.
        width: in units.
        height: in units.
        size: of the text, in points.
        style: of the frame, as matplotlib's line styles.
    """
    corner = (x - width / 2, y - height / 2)
    shared = {"boxstyle": "round,pad=0,rounding_size=0.08", "linestyle": style, "linewidth": 1.6}
    axes.add_patch(
        FancyBboxPatch(
            corner, width, height, facecolor=COLOURS[colour], alpha=0.15, edgecolor="none", **shared
        )
    )
    frame = FancyBboxPatch(corner, width, height, fc="none", ec=COLOURS[colour], **shared)
    axes.add_patch(frame)
    axes.text(x, y, text, ha="center", va="center", size=size)
    return frame


def arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    text: str = "",
    colour: str = "input",
    style: str = "-",
    bend: float = 0.0,
) -> FancyArrowPatch:
    """Draw an arrow, with a text beside its middle.

    Args:
        axes: the sheet.
        start: where it begins.
        end: where its head is.
        text: what flows along it.
        colour: a name in ``COLOURS``.
        style: as matplotlib's line styles.
        bend: 0 for a straight arrow; otherwise how far it bows to its left, as a share of its length.
    """
    line = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=12,
        shrinkA=0,
        shrinkB=0,
        color=COLOURS[colour],
        linestyle=style,
        linewidth=1.5,
        connectionstyle=f"arc3,rad={-bend}",
    )
    axes.add_patch(line)
    if text:
        upright = abs(end[1] - start[1]) > abs(end[0] - start[0])
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        offset = (5, 0) if upright else (0, 4)
        align = {"ha": "left", "va": "center"} if upright else {"ha": "center", "va": "bottom"}
        axes.annotate(text, middle, offset, textcoords="offset points", size=9, **align)
    return line


def note(
    axes: Axes, x: float, y: float, text: str, *, colour: str = "input", size: float = 9, **align
) -> Text:
    """Write a remark at (x, y); ``align`` is matplotlib's ha and va, both "center" of themselves."""
    return axes.text(
        x, y, text, size=size, color=COLOURS[colour], **{"ha": "center", "va": "center", **align}
    )
