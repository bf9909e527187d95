"""Marks as a table for elsewhere: nbgrader's own columns, Canvas's gradebook, Moodle's grading worksheet."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.gradebook import Marks, read_marks, update_penalties
from course_utils.classroom.material import points_by_cell
from course_utils.classroom.records import Record, counting, strangers, ungraded
from course_utils.classroom.roster import Student
from course_utils.classroom.settings import Plan
from course_utils.notebook_form import read_notebook, write_atomically

NO_SANDBOX = "Graded without a sandbox: the teacher trusts the files."
FORMULA = tuple("=+-@＝＋－＠")  # with these a spreadsheet takes a text for a formula


class Row(NamedTuple):
    """A student with marks, if there are any.

    Attributes:
        student: who it is.
        marks: in the gradebook.
        ungraded: whether an attempt that can count has no marks yet.
        trusted: whether the marks were given without a sandbox.
    """

    student: Student
    marks: Marks | None
    ungraded: bool
    trusted: bool

    @property
    def unfinished(self) -> bool:
        """Return whether these are not the marks that count in the end."""
        return self.ungraded or (self.marks is not None and self.marks.waiting)


class Export(NamedTuple):
    """The file that was written, and what a teacher should know about it, a sentence each."""

    path: Path
    sentences: tuple[str, ...]


def export(
    folder: ClassFolder, assignment: str, form: str, output: Path | None = None, incomplete: bool = False
) -> Export:
    """Write the marks of an assignment as a table; who has handed in nothing has an empty mark, not a zero.

    Args:
        folder: the class.
        assignment: whose marks are wanted.
        form: the columns: "csv", "canvas" or "moodle".
        output: the file; one in exports/ if None.
        incomplete: also export, with an empty mark, whoever waits for grading or for a mark by hand.

    Raises:
        OSError: something cannot be read or written.
        RuntimeError: nbgrader has failed.
        ValueError: a file of the class is not as it should be, or marks are missing.
    """
    update_penalties(folder, assignment)
    rows = _rows(folder, assignment)
    if not incomplete:
        _expect_finished(rows, assignment)
    of = sum(points_by_cell(read_notebook(folder.release_notebook(assignment))).values())
    table = TABLES[form](rows, assignment, of, folder.settings().plan(assignment))
    path = output or folder.exports / f"{assignment}-{form}.csv"
    if not path.parent.is_dir():
        raise ValueError(f"--output is {str(path)!r}, in a folder that is not there")
    write_atomically(path, _as_csv(table))
    return Export(path, tuple(_sentences(rows, strangers(folder, assignment, folder.roster()))))


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, on one line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return f"'{line}" if line.startswith(FORMULA) else line


def _rows(folder: ClassFolder, assignment: str) -> list[Row]:
    students = folder.roster()
    marks = read_marks(folder, assignment)
    results = counting(folder, assignment, students)
    trusted = {student for student, record in results.items() if record.trusted}
    behind = {*ungraded(folder, assignment, students), *_not_written(results, marks)}
    return [Row(student, marks.get(id), id in behind, id in trusted) for id, student in students.items()]


def _not_written(results: Mapping[str, Record], marks: Mapping[str, Marks]) -> Iterator[str]:
    """Yield the students whose result, as it is now, is not what the gradebook has."""
    for student, record in results.items():
        if student not in marks or marks[student].received != record.submission.arrival:
            yield student


def _expect_finished(rows: list[Row], assignment: str) -> None:
    behind = [row.student.id for row in rows if row.ungraded]
    waiting = [row.student.id for row in rows if row.unfinished]
    if behind:
        raise ValueError(
            f"{assignment} is not graded yet for {_some(behind)}; run `course class grade {assignment}`, "
            "or say --incomplete to leave these marks empty"
        )
    if waiting:
        raise ValueError(
            f"{assignment} still waits for marks by hand ({_some(waiting)}); give them in the formgrader, "
            "or say --incomplete to leave these marks empty"
        )


def _sentences(rows: list[Row], strangers: list[str]) -> list[str]:
    groups = {
        "no marks, and an empty field": [
            row.student.id for row in rows if row.marks is None and not row.ungraded
        ],
        "not graded yet, and an empty field": [row.student.id for row in rows if row.ungraded],
        "waiting for a mark by hand, and an empty field": [
            row.student.id for row in rows if row.unfinished and not row.ungraded
        ],
        "graded without a sandbox": [row.student.id for row in rows if row.trusted],
        "handed in, but not in the roster and so left out": strangers,
    }
    return [f"{what}: {_some(ids)}" for what, ids in groups.items() if ids]


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")


def _mark(row: Row) -> str:
    return "" if row.marks is None or row.unfinished else f"{row.marks.final:.2f}"


def _as_csv(table: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def _plain(rows: list[Row], assignment: str, of: float, plan: Plan) -> list[list[str]]:
    """Return the columns of nbgrader's own export, and how the submission was isolated."""
    head = (
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,"
        "score,max_score,remark"
    )
    due = plan.deadline.isoformat() if plan.deadline else ""
    return [head.split(","), *([assignment, due, *_plain_row(row, of)] for row in rows)]


def _plain_row(row: Row, of: float) -> list[str]:
    student, marks = row.student, row.marks
    names = [student.id, *map(neutral, (student.last_name, student.first_name, student.email))]
    if marks is None:
        return ["", *names, "", "", "", f"{of:.2f}", ""]
    received = marks.received.isoformat() if marks.received else ""
    numbers = [
        "" if row.unfinished else f"{marks.points:.2f}",
        f"{marks.penalty:.2f}",
        _mark(row),
        f"{of:.2f}",
    ]
    return [received, *names, *numbers, NO_SANDBOX if row.trusted else ""]


def _canvas(rows: list[Row], assignment: str, of: float, plan: Plan) -> list[list[str]]:
    """Return the columns that Canvas takes; any other one would become an assignment there."""
    title = f"{assignment} ({plan.lms_id})" if plan.lms_id else assignment
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    possible = ["    Points Possible", "", "", "", "", f"{of:.2f}"]
    return [head, possible, *(_canvas_row(row) for row in rows)]


def _canvas_row(row: Row) -> list[str]:
    student = row.student
    name = f"{student.last_name}, {student.first_name}".strip(", ") or student.id
    return [neutral(name), neutral(student.lms_id), student.id, neutral(student.email), "", _mark(row)]


def _moodle(rows: list[Row], assignment: str, of: float, plan: Plan) -> list[list[str]]:
    """Return the columns that Moodle wants; without a time it asks before it overwrites marks of its own."""
    head = [
        "Identifier",
        "ID number",
        "Full name",
        "Email address",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
        "Feedback comments",
    ]
    return [head, *(_moodle_row(row, of) for row in rows)]


def _moodle_row(row: Row, of: float) -> list[str]:
    student = row.student
    identifier = f"Participant {student.lms_id}" if student.lms_id.isdecimal() else neutral(student.lms_id)
    names = [student.id, neutral(student.name), neutral(student.email)]
    return [identifier, *names, _mark(row), f"{of:.2f}", "-", _comment(row)]


def _comment(row: Row) -> str:
    sentences = []
    if row.marks and row.marks.penalty:
        sentences.append(f"{row.marks.penalty:.2f} points were taken off because it came after the deadline.")
    if row.trusted:
        sentences.append(NO_SANDBOX)
    return " ".join(sentences)


TABLES: dict[str, Callable[[list[Row], str, float, Plan], list[list[str]]]] = {
    "csv": _plain,
    "canvas": _canvas,
    "moodle": _moodle,
}
