"""Widget of lesson 05: which inputs reach each half of a bidirectional output, and how strongly."""

from functools import partial

from course_utils.widgets.controls import choice, slider
from course_utils.widgets.direction_view import Influences, checked_influences, direction_view
from course_utils.widgets.explorer import Frames

__all__ = ["direction_explorer", "direction_view"]


def direction_explorer(influences: Influences) -> Frames:
    """Show what reaches each half of the output, with a step and a number of layers to choose.

    Args:
        influences: as in `direction_view`.

    Raises:
        ValueError: a table has another form; the message names it. Lesson 05.
    """
    tables = checked_influences(influences)
    fewest, most = min(tables), max(tables)
    last = len(tables[fewest][0]) - 1
    controls = {
        "step": slider("output step t", 0, last, last),
        "num_layers": choice("num_layers", sorted(tables), fewest),
    }
    surprises = [
        ({"step": 0}, "At the first step it is the forward half that has seen one input only."),
        ({"step": last // 2}, "In the middle each half knows its own side."),
    ]
    if most > 1:
        surprises.append(
            ({"num_layers": most}, "An upper layer reads both halves of the layer below, so all reaches all.")
        )
    title = "What reaches the two halves of the output"
    return Frames(partial(direction_view, tables), controls, surprises, title)
