"""Write notebooks/PITFALLS.md: every pitfall of the catalogue with the cells that correct it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat

from course_utils.pitfalls import pitfalls, tutorials
from tests.lesson_source import LESSONS, NOTEBOOKS, claims_in

TABLE = NOTEBOOKS / "PITFALLS.md"
CITED = re.compile(r"\(corrects (T\d\.\d+)\)")
HEAD = """# Pitfalls

What five widely read tutorials on recurrent networks say or do, what is true instead, and where it is shown.
`make pitfalls` makes this page from the catalogue in `course_utils/pitfalls.toml` and the lessons' claims.
"""


class Correction(NamedTuple):
    """A cell of a lesson that corrects a pitfall, by a claim or by a citation."""

    pitfall: str
    path: Path
    cell: str
    claim: str | None


def corrections() -> Iterator[Correction]:
    """Yield the corrections of all lessons, in order."""
    for path in LESSONS:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield from (Correction(id, path, cell.id, None) for id in CITED.findall(cell.source))
                continue
            for call in claims_in(cell):
                refuted = [ast.literal_eval(word.value) for word in call.keywords if word.arg == "refutes"]
                yield from (Correction(id, path, cell.id, call.args[0].value) for id in refuted)


def table() -> str:
    """Return the page."""
    found = list(corrections())
    parts = [HEAD]
    for tutorial, name in tutorials().items():
        parts.append(f"## {tutorial}: {name}\n")
        parts.append("| | a tutorial says or does | true is | shown in |\n|---|---|---|---|")
        parts += [_row(id, found) for id in pitfalls() if id.startswith(f"{tutorial}.")]
        parts.append("")
    return "\n".join(parts)


def _row(id: str, found: list[Correction]) -> str:
    places = ", ".join(_place(correction) for correction in found if correction.pitfall == id)
    row = pitfalls()[id]
    return f"| {id} | {row.says} | {row.truth} | {places} |"


def _place(correction: Correction) -> str:
    how = f"claim `{correction.claim}`" if correction.claim else "a citation"
    return f"[lesson {correction.path.stem[:2]}, cell `{correction.cell}`]({correction.path.name}): {how}"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
