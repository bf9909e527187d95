"""Transplanting: a student's answers and own cells are put into a fresh copy of the release.

All else that the student's notebook holds stays behind, and every other cell of the release keeps its text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import count

from course_utils.classroom.intake.notebook import NotebookCell
from course_utils.classroom.intake.refusal import Refusal
from course_utils.classroom.submission import Cell

Places = dict[int, list[NotebookCell]]
DEFINED = re.compile(r"^(?:async +)?(?:def|class) +(\w+)", re.MULTILINE)


@dataclass
class Transplanted:
    """Code cells to run, written answers by the id of their cell, and a sentence for all that was odd."""

    cells: list[Cell] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def transplant(release: Sequence[NotebookCell], came: Sequence[NotebookCell]) -> Transplanted:
    """Return the release with the answers and the further code cells of a student's notebook.

    Args:
        release: cells of the release; all have ids of their own.
        came: cells of the student's notebook.

    Raises:
        Refusal: not one of the student's cells is from the release.
    """
    homes = _homes(release, came)
    if not any(home is not None for home in homes):
        raise Refusal("It is not this assignment's notebook: none of its cells comes from the release.")
    arrived, extra, beside = _sorted(homes, came)
    result = Transplanted()
    result.cells += _extra_cells(extra[-1], release, result.cells)
    for place, cell in enumerate(release):
        source = _answer(cell, arrived[place], result.remarks) if cell.solution else cell.source
        if cell.kind == "code":
            result.cells.append(Cell(cell.id, source, "solution" if cell.solution else "release"))
        elif cell.solution:
            result.written[cell.id] = _with_text_beside(
                source, place, release, arrived, beside, result.remarks
            )
        result.cells += _extra_cells(extra[place], release, result.cells)
    result.remarks += _about_the_rest(release, arrived)
    return result


def _homes(release: Sequence[NotebookCell], came: Sequence[NotebookCell]) -> list[int | None]:
    """Return for each cell that came the place of the release's cell that it stands for."""
    homes: list[int | None] = [None] * len(came)
    _settle(homes, release, came, lambda cell: cell.id)
    _settle(homes, release, came, lambda cell: cell.grade_id)
    _settle(homes, release, came, lambda cell: (cell.kind, _tidy(cell.source)), taken=set(homes))
    _settle(homes, release, came, _heading, taken=set(homes), only_solutions=True)
    return homes


def _settle(
    homes: list[int | None],
    release: Sequence[NotebookCell],
    came: Sequence[NotebookCell],
    key: Callable[[NotebookCell], object],
    taken: Collection[int | None] = (),
    only_solutions: bool = False,
) -> None:
    """Give every cell without a home the place of the release's cell with the same key."""
    places = {
        key(cell): place
        for place, cell in reversed(list(enumerate(release)))
        if key(cell) and place not in taken and (cell.solution or not only_solutions)
    }
    for index, cell in enumerate(came):
        if homes[index] is None:
            homes[index] = places.get(key(cell))


def _heading(cell: NotebookCell) -> tuple[str, str] | None:
    """Return what a cell is known by when all else has changed: the name it defines, or its first line."""
    if cell.kind == "code":
        defined = DEFINED.search(cell.source)
        return ("defines", defined[1]) if defined else None
    first = cell.source.strip().partition("\n")[0].strip()
    return ("begins", first) if first else None


def _tidy(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _differ(one: NotebookCell, other: NotebookCell) -> bool:
    return _tidy(one.source) != _tidy(other.source)


def _sorted(homes: Sequence[int | None], came: Sequence[NotebookCell]) -> tuple[Places, Places, Places]:
    """Return the cells by the place that they stand for; own code and own text by that which they follow."""
    arrived, extra, beside = defaultdict(list), defaultdict(list), defaultdict(list)
    last = -1
    for home, cell in zip(homes, came, strict=True):
        if home is not None:
            arrived[home].append(cell)
            last = home
        elif cell.source.strip():
            (extra if cell.kind == "code" else beside)[last].append(cell)
    return arrived, extra, beside


def _with_text_beside(
    answer: str,
    place: int,
    release: Sequence[NotebookCell],
    arrived: Places,
    beside: Places,
    remarks: list[str],
) -> str:
    """Return a written answer with what the student wrote around its cell; where it is a stub, that alone.

    Text behind the cell belongs to it. As long as the cell says nothing, so does text in front of it, and
    the question itself where it was changed.
    """
    cell, own = release[place], beside[place]
    silent = _tidy(answer) in ("", _tidy(cell.source))
    if silent and place and not release[place - 1].solution:
        question = release[place - 1]
        changed = [one for one in arrived[place - 1] if question.kind != "code" and _differ(one, question)]
        own = [*changed, *beside[place - 1], *own]
    if not own:
        return answer
    remarks.append(f"Cell {cell.id!r}: text that was written beside it belongs to the answer.")
    return "\n\n".join([*([] if silent else [answer]), *(one.source for one in own)])


def _extra_cells(
    own: Sequence[NotebookCell], release: Sequence[NotebookCell], done: Sequence[Cell]
) -> list[Cell]:
    """Return a student's own cells with names that no other cell has."""
    taken = {cell.id for cell in (*release, *done)}
    names = (f"extra-{number}" for number in count(1))
    free = (name for name in names if name not in taken)
    return [Cell(name, cell.source, "extra") for cell, name in zip(own, free, strict=False)]


def _answer(cell: NotebookCell, candidates: Sequence[NotebookCell], remarks: list[str]) -> str:
    """Return the text of the answer that counts: the first that differs from the stub, or else the stub."""
    if not candidates:
        remarks.append(f"Cell {cell.id!r} is missing; the release's own stands in for it.")
        return cell.source
    stub = _tidy(cell.source)
    answers = [one for one in candidates if _tidy(one.source) not in ("", stub)]
    chosen = (answers or candidates)[0]
    if len(candidates) > 1:
        different = len({_tidy(one.source) for one in answers}) > 1
        which = "the first answer counts" if different else "it counts once"
        remarks.append(f"Cell {cell.id!r} is there {len(candidates)} times; {which}.")
    if chosen.kind != cell.kind:
        remarks.append(f"Cell {cell.id!r} has become {chosen.kind}; it is taken as {cell.kind}.")
    if not chosen.source.strip():
        remarks.append(f"Cell {cell.id!r} is empty.")
    if cell.kind == "markdown" and "](attachment:" in chosen.source:
        remarks.append(f"Cell {cell.id!r} shows an attached picture; attachments are not taken.")
    return chosen.source


def _about_the_rest(release: Sequence[NotebookCell], arrived: dict[int, list[NotebookCell]]) -> list[str]:
    """Say which code cells of the release, beside the answers, were missing or changed."""
    fixed = {
        cell: arrived[place]
        for place, cell in enumerate(release)
        if cell.kind == "code" and not cell.solution
    }
    missing = [cell.id for cell, came in fixed.items() if not came]
    changed = [cell.id for cell, came in fixed.items() if any(_differ(one, cell) for one in came)]
    several = [cell.id for cell, came in fixed.items() if len(came) > 1]
    return [
        f"{_cells(ids)} {outcome}."
        for ids, outcome in (
            (missing, "missing; the release's own is used"),
            (changed, "changed, but belongs to the assignment; the release's own is used"),
            (several, "there several times; it is used once"),
        )
        if ids
    ]


def _cells(ids: Sequence[str]) -> str:
    names = ", ".join(map(repr, ids))
    return f"Cell {names} is" if len(ids) == 1 else f"Of the cells {names} each is"
