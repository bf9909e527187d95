"""The views of an explorer for a page that has no kernel."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from course_utils.widgets.controls import Control
from course_utils.widgets.explorer import Explorer, Frames, known

MOST_VALUES = 25  # of one control


def write_explorers(folder: str | os.PathLike, shown: Iterable[object]) -> None:
    """Write every explorer among the results of a notebook's cells as a file of its own.

    The file ``MODEL_ID.json`` holds what the browser's ``show(element, data)`` takes. An explorer with a pad
    is left out: drawings are without number.

    Args:
        folder: where the files go; it is made where it is missing.
        shown: the results, in a notebook ``Out.values()``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for explorer in shown:
        if isinstance(explorer, Explorer) and not _has_pad(explorer):
            path = folder / f"{explorer.model_id}.json"
            path.write_text(json.dumps(page_data(explorer), ensure_ascii=False), "utf-8")


def page_data(explorer: Explorer) -> dict[str, object]:
    """Return what a page needs: the explorer's data, its known states, and whether these are a part.

    A part are the states that the explorer names as its samples; else those in which one control has moved,
    and the surprises.
    """
    if isinstance(explorer, Frames):
        return {**explorer.data, "partial": False}
    states = list(explorer.samples) or _one_at_a_time(explorer)
    views = [known({**explorer.start, **state}, explorer.frame(**state)) for state in states]
    return {**explorer.data, "known": views, "partial": True}


def _one_at_a_time(explorer: Explorer) -> list[dict[str, object]]:
    changes = [{}, *(values for values, _ in explorer.surprises)]
    for name, control in explorer.controls.items():
        changes += [{name: value} for value in _some_values(control)]
    states = [{**explorer.start, **values} for values in changes]
    return [state for place, state in enumerate(states) if state not in states[:place]]


def _some_values(control: Control) -> list:
    """Return all values, or of many some that lie evenly, both ends among them."""
    values = control.values()
    places = np.unique(np.linspace(0, len(values) - 1, min(len(values), MOST_VALUES)).round().astype(int))
    return [values[place] for place in places]


def _has_pad(explorer: Explorer) -> bool:
    return any(control.kind == "pad" for control in explorer.controls.values())
