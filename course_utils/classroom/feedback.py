"""The page that a student gets: marks, a reason for every lost point, the student's code. No script runs."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from nbformat import NotebookNode

from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.gradebook import CellMark, Marks, read_marks, update_penalties
from course_utils.classroom.material import checks_cell, is_graded, is_solution
from course_utils.classroom.records import Record, counting
from course_utils.classroom.roster import Student
from course_utils.classroom.shown import shown
from course_utils.classroom.verdict import Mark, Part
from course_utils.notebook_form import read_notebook, write_atomically

TEMPLATES = Path(__file__).parent.parent / "templates" / "classroom"
TIME = "%d %B %Y, %H:%M UTC"
CODE = re.compile("`([^`\n]+)`")


@dataclass(frozen=True)
class Answer:
    """A question on the page: its heading, its mark, and what the student wrote for it.

    Attributes:
        heading: of the question.
        text: what the student wrote.
        mark: its points in the gradebook; None where there are none yet.
        parts: what its hidden checks came to; none for a written answer.
        stopped: why its cell did not run to its end.
        comment: of the marker.
    """

    heading: str
    text: str
    mark: CellMark | None
    parts: tuple[Part, ...] = field(default=())
    stopped: str = ""
    comment: str = ""


def write_feedback(folder: ClassFolder, assignment: str) -> list[str]:
    """Write the page of each student who has marks, and return their ids.

    Raises:
        OSError: something cannot be read or written.
        RuntimeError: nbgrader has failed.
        ValueError: a file of the class is not as it should be.
    """
    students = folder.roster()
    update_penalties(folder, assignment)
    marks = read_marks(folder, assignment)
    results = counting(folder, assignment, students)
    release = read_notebook(folder.release_notebook(assignment))
    written = [student for student in results if student in marks]
    for student in written:
        path = folder.feedback(assignment, student)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, page(release, results[student], marks[student], students[student]))
    return written


def page(release: NotebookNode, record: Record, marks: Marks, student: Student) -> str:
    """Return the page as HTML; all that is not from the template is escaped, and made visible first."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "prose": _prose, "points": _points}
    cells = {cell.id for cell in release.cells}
    return environment.get_template("feedback.html.j2").render(
        title=_heading(release, release.cells[0].id),
        student=student,
        record=record,
        marks=marks,
        received=marks.received.strftime(TIME) if marks.received else "",
        questions=_questions(release, record, marks),
        written=_written(release, record, marks),
        stopped=[cell for cell in record.verdict.stopped_cells if cell.id not in _solutions(release)],
        extras=[cell for cell in record.submission.cells if cell.id not in cells],
    )


def _questions(release: NotebookNode, record: Record, marks: Marks) -> list[Answer]:
    by_question = {mark.question: mark for mark in record.verdict.marks}
    graded = [cell.id for cell in release.cells if cell.id in by_question]
    return [_question(release, record, marks, by_question[id]) for id in graded]


def _question(release: NotebookNode, record: Record, marks: Marks, mark: Mark) -> Answer:
    sources = {cell.id: cell.source for cell in record.submission.cells}
    stopped = {cell.id: cell.message for cell in record.verdict.stopped_cells}
    return Answer(
        _heading(release, mark.question),
        sources.get(mark.question, ""),
        marks.cells.get(checks_cell(mark.question)),
        mark.parts,
        stopped.get(mark.question, ""),
        marks.comments.get(mark.question, ""),
    )


def _written(release: NotebookNode, record: Record, marks: Marks) -> list[Answer]:
    return [
        Answer(
            _heading(release, cell.id),
            record.submission.written.get(cell.id, ""),
            marks.cells.get(cell.id),
            comment=marks.comments.get(cell.id, ""),
        )
        for cell in release.cells
        if is_solution(cell) and is_graded(cell)
    ]


def _solutions(release: NotebookNode) -> set[str]:
    return {cell.id for cell in release.cells if is_solution(cell)}


def _heading(release: NotebookNode, id: str) -> str:
    """Return the last heading at or above a cell; the cell's id in words where there is none."""
    heading = ""
    for cell in release.cells:
        lines = cell.source.split("\n") if cell.cell_type == "markdown" and not is_solution(cell) else []
        heading = next((line.lstrip("# ") for line in lines if line.startswith("#")), heading)
        if cell.id == id:
            break
    return heading.replace("`", "") or id.replace("-", " ").capitalize()


def _prose(text: str) -> Markup:
    """Return a sentence as HTML, with what stands between backticks as code."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(shown(text)))))


def _points(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
