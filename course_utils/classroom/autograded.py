"""The notebook that nbgrader's formgrader shows: the release with a student's sources and our marks in it."""

from collections.abc import Iterator

from nbformat import NotebookNode, v4

from course_utils.classroom.material import checks_cell, grading, is_graded, is_solution
from course_utils.classroom.records import Record
from course_utils.classroom.shown import shown
from course_utils.classroom.verdict import Mark


def autograded_notebook(release: NotebookNode, record: Record) -> NotebookNode:
    """Return the release with a student's cells, and with the marks as outputs that nbgrader reads.

    Nothing in it is from the student but the text of cells; a written answer stands in a block of literal
    text, so that nothing in it is taken for HTML.
    """
    marks = {checks_cell(mark.question): mark for mark in record.verdict.marks}
    sources = {cell.id: cell.source for cell in record.submission.cells if cell.origin != "extra"}
    sources |= record.submission.written
    behind = _extras(record)
    cells = list(behind.get("", ()))
    for cell in release.cells:
        cells.append(_filled(cell, sources, marks))
        cells += behind.get(cell.id, ())
    return NotebookNode(cells=cells, metadata=release.metadata, nbformat=4, nbformat_minor=5)


def unanswered(cell: NotebookNode, source: str) -> bool:
    """Return whether a written answer is still what the release holds."""
    return cell.source.strip() == source.strip()


def _filled(cell: NotebookNode, sources: dict[str, str], marks: dict[str, Mark]) -> NotebookNode:
    filled = NotebookNode(cell)
    source = sources.get(cell.id, cell.source)
    if is_solution(cell) and not unanswered(cell, source):
        written = is_graded(cell) or cell.cell_type == "markdown"
        filled["source"] = _literal(source) if written else shown(source)
    if cell.id in marks:
        filled["outputs"] = _outputs(marks[cell.id], grading(cell)["points"])
    return filled


def _extras(record: Record) -> dict[str, list[NotebookNode]]:
    """Return the student's own cells by the id of the cell of the release that they follow."""
    behind: dict[str, list[NotebookNode]] = {}
    last = ""
    for cell in record.submission.cells:
        if cell.origin == "extra":
            behind.setdefault(last, []).append(v4.new_code_cell(shown(cell.source), id=cell.id))
        else:
            last = cell.id
    return behind


def _literal(text: str) -> str:
    fence = "~" * max(3, 1 + max(_runs(text), default=0))
    return f"{fence}text\n{shown(text)}\n{fence}"


def _runs(text: str) -> Iterator[int]:
    """Yield the length of every run of tildes, any of which might end the block."""
    length = 0
    for character in text:
        length = length + 1 if character == "~" else 0
        yield length


def _outputs(mark: Mark, points: float) -> list[NotebookNode]:
    """Return what the parts came to as text, and the points as the result, where nbgrader looks for them."""
    lines = (
        f"{part.points:g} of {part.of:g}  {part.title}: {part.reason or 'full marks'}" for part in mark.parts
    )
    text = shown("\n".join(lines)) + "\n"
    reached = str(min(float(points), mark.points))
    return [
        v4.new_output("stream", name="stdout", text=text),
        v4.new_output("execute_result", data={"text/plain": reached}, execution_count=None),
    ]
