"""Write notebooks/PITFALLS.md: every pitfall of the catalogue with the cells that correct it."""

from pathlib import Path
from typing import NamedTuple

from course_utils.notebook_cells import Correction, corrections
from course_utils.notebook_form import read_notebook
from course_utils.pitfalls import pitfalls, tutorials
from tests.lesson_source import LESSONS, NOTEBOOKS

TABLE = NOTEBOOKS / "PITFALLS.md"
HEAD = """# Pitfalls

What five widely read tutorials on recurrent networks say or do, what is true instead, and where it is shown.
`make pitfalls` makes this page from the catalogue in `course_utils/pitfalls.toml` and the lessons' claims.
"""


class Place(NamedTuple):
    """A lesson and what one of its cells corrects."""

    path: Path
    correction: Correction


def places() -> list[Place]:
    """Return the corrections of all lessons, in order."""
    return [Place(path, found) for path in LESSONS for found in corrections(read_notebook(path))]


def table() -> str:
    """Return the page."""
    found = places()
    parts = [HEAD]
    for tutorial, name in tutorials().items():
        parts.append(f"## {tutorial}: {name}\n")
        parts.append("| | a tutorial says or does | true is | shown in |\n|---|---|---|---|")
        parts += [_row(id, found) for id in pitfalls() if id.startswith(f"{tutorial}.")]
        parts.append("")
    return "\n".join(parts)


def _row(id: str, found: list[Place]) -> str:
    shown_in = ", ".join(_link(*place) for place in found if place.correction.pitfall == id)
    row = pitfalls()[id]
    return f"| {id} | {row.says} | {row.truth} | {shown_in} |"


def _link(path: Path, correction: Correction) -> str:
    how = f"claim `{correction.claim}`" if correction.claim else "a citation"
    return f"[lesson {path.stem[:2]}, cell `{correction.cell}`]({path.name}): {how}"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
