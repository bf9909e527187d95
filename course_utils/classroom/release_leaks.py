"""Whether a release holds anything that students must not see, or anything that it should not carry."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from course_utils.classroom.material import Material, is_graded, is_solution
from course_utils.classroom.release_checks import Proof

REGION = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")
STUBS = {"# YOUR CODE HERE", "raise NotImplementedError()", "YOUR ANSWER HERE", ""}
NOTEBOOK_METADATA = {"kernelspec", "language_info"}
CELL_METADATA = {"nbgrader", "tags", "deletable", "editable"}
GRADING_METADATA = {
    "schema_version", "grade", "grade_id", "locked", "solution", "task", "points", "cell_type", "checksum",
}  # fmt: skip
LONG = 20  # characters from which a line must not even stand inside another one


def check_leaks(assignment: Material, folder: Path) -> Iterator[Proof]:
    """Yield what the folder of a release holds that it must not hold.

    Args:
        assignment: what is released.
        folder: what students get.
    """
    found = list(_leaks(assignment, folder))
    for subject, sentence in found:
        yield Proof(subject, False, sentence)
    if not found:
        yield Proof(
            "release", True, "no line of a solution, an answer or a hidden check is in the release", True
        )


def _leaks(assignment: Material, folder: Path) -> Iterator[tuple[str, str]]:
    (notebook,) = folder.glob("*.ipynb")
    extra = sorted(path.name for path in folder.rglob("*") if path != notebook)
    yield from ((name, "must not be in the release; wanted is the notebook alone") for name in extra)
    text = notebook.read_text(encoding="utf-8")
    for marker in sorted({match.group() for match in REGION.finditer(text)}):
        yield notebook.name, f"still holds the marker {marker}"
    yield from _secret_lines(assignment, text)
    yield from _odd_metadata(assignment.release)


def _secret_lines(assignment: Material, text: str) -> Iterator[tuple[str, str]]:
    public, secret = public_and_secret_lines(assignment.source)
    for path in assignment.hidden.rglob("*.py"):
        secret |= _stripped(path.read_text(encoding="utf-8"))
    shown = {line for cell in assignment.release.cells for line in _stripped(cell.source)}
    for line in sorted(secret - public - STUBS):
        inside = len(line) >= LONG and json.dumps(line, ensure_ascii=False)[1:-1] in text
        if (line in shown or inside) and not any(line in other for other in public):
            yield "release", f"holds the hidden line {line!r}"


def public_and_secret_lines(notebook: NotebookNode) -> tuple[set[str], set[str]]:
    """Return the lines of a source notebook outside and inside its solutions and hidden tests."""
    public: set[str] = set()
    secret: set[str] = set()
    for cell in notebook.cells:
        whole = (is_solution(cell) or is_graded(cell)) and not REGION.search(cell.source)
        for line, hidden in _marked(cell.source):
            (secret if hidden or whole else public).add(line)
        secret |= {line for output in cell.get("outputs", ()) if is_graded(cell) for line in _printed(output)}
    return public, secret


def _marked(source: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a cell but for the markers, with whether they lie between two of them."""
    hidden = False
    for line in source.split("\n"):
        marker = REGION.search(line)
        if marker:
            hidden = marker[1] == "BEGIN"
        else:
            yield line.strip(), hidden


def _printed(output: dict) -> set[str]:
    return _stripped(output.get("text", ""))


def _stripped(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n")}


def _odd_metadata(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    for key in sorted(set(notebook.metadata) - NOTEBOOK_METADATA):
        yield "release", f"has the metadata {key!r}"
    for cell in notebook.cells:
        odd = set(cell.metadata) - CELL_METADATA | set(cell.metadata.get("nbgrader", {})) - GRADING_METADATA
        yield from ((cell.id, f"has the metadata {key!r}") for key in sorted(odd))
        if cell.get("outputs") or cell.get("execution_count") is not None:
            yield cell.id, "still has outputs or a count"
        if cell.get("attachments"):
            yield cell.id, "has attachments"
