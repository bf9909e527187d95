"""Marks in nbgrader's gradebook: written by one writer after a backup, twice the same as once; read again."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from course_utils.classroom.autograded import autograded_notebook
from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.material import points_by_cell
from course_utils.classroom.nbgrader_library import configuration, course_directory, open_gradebook, quietly
from course_utils.classroom.records import Record, counting
from course_utils.notebook_form import read_notebook, stored_text, write_atomically

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.api import Gradebook

BACKUPS = 20  # are kept
PATIENCE = 10.0  # seconds that a backup waits for others


@dataclass(frozen=True)
class CellMark:
    """The mark of one cell: its points, set ``by_hand`` of a person, or still ``waiting`` for that."""

    points: float
    of: float
    by_hand: bool
    waiting: bool


@dataclass(frozen=True)
class Marks:
    """What the gradebook holds for a student and an assignment.

    Attributes:
        points: of all cells, before any penalty.
        of: points that could be reached.
        penalty: points taken away for lateness.
        received: when the submission came in, in UTC.
        cells: the mark of each graded cell, by its id.
        comments: what a marker has said, by the id of the cell that the student wrote.
    """

    points: float
    of: float
    penalty: float = 0.0
    received: datetime | None = None
    cells: dict[str, CellMark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def final(self) -> float:
        """Return the points that count."""
        return max(0.0, self.points - self.penalty)

    @property
    def waiting(self) -> bool:
        """Return whether a cell waits for a person."""
        return any(cell.waiting for cell in self.cells.values())


def write_marks(folder: ClassFolder, assignment: str) -> int:
    """Bring the gradebook up to the results that count; return how many students' marks were written.

    Marks and comments of a person are kept; such a mark waits for a new look where the answer has changed.

    Raises:
        OSError: something cannot be read or written.
        RuntimeError: nbgrader has failed.
        ValueError: a file of the class is not as it should be.
    """
    students = folder.roster()
    results = counting(folder, assignment, students)
    release = read_notebook(folder.release_notebook(assignment))
    _back_up(folder)
    with open_gradebook(folder, f"writing the marks of {assignment}") as gradebook:
        _expect_known(gradebook, folder, assignment)
        for student in students.values():
            names = {"first_name": student.first_name, "last_name": student.last_name, "email": student.email}
            gradebook.update_or_create_student(student.id, **names)
        changed = [_write(gradebook, folder, release, record) for record in results.values()]
    update_penalties(folder, assignment)
    return sum(changed)


def update_penalties(folder: ClassFolder, assignment: str) -> None:
    """Let nbgrader's plugin take points for lateness, from deadlines and marks as they are now.

    Raises as `write_marks` does.
    """
    from nbformat.v4 import new_notebook
    from nbgrader.preprocessors import AssignLatePenalties

    with open_gradebook(folder, f"looking for late submissions of {assignment}") as gradebook:
        _expect_known(gradebook, folder, assignment)
        deadline = folder.settings().plan(assignment).deadline
        gradebook.update_or_create_assignment(assignment, duedate=deadline and deadline.isoformat())
        late = [submission.student.id for submission in gradebook.assignment_submissions(assignment)]
    with quietly(f"taking points for late submissions of {assignment}"):
        penalties = AssignLatePenalties(config=configuration(folder))
        for student in late:
            penalties.preprocess(new_notebook(), _resources(folder, assignment, student))


def read_marks(folder: ClassFolder, assignment: str) -> dict[str, Marks]:
    """Return the marks of each student who has any. Raises as `write_marks` does."""
    with open_gradebook(folder, f"reading the marks of {assignment}") as gradebook:
        return {
            submission.student.id: _marks(submission)
            for submission in gradebook.assignment_submissions(assignment)
        }


def _marks(submission) -> Marks:
    (notebook,) = submission.notebooks
    comments = {
        comment.name: comment.manual_comment for comment in notebook.comments if comment.manual_comment
    }
    cells = {
        grade.name: CellMark(
            float(grade.score),
            float(grade.max_score),
            grade.manual_score is not None,
            bool(grade.needs_manual_grade),
        )
        for grade in notebook.grades
    }
    received = submission.timestamp and submission.timestamp.replace(tzinfo=UTC)
    penalty = float(notebook.late_submission_penalty or 0.0)
    return Marks(float(notebook.score), float(notebook.max_score), penalty, received, cells, comments)


def _back_up(folder: ClassFolder) -> None:
    if not folder.gradebook.exists():
        return
    for unfinished in folder.backups.glob(".*.part"):  # of a command that was killed
        unfinished.unlink()
    name = f"gradebook-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db"
    part = folder.backups / f".{name}.part"
    try:
        with closing(sqlite3.connect(folder.gradebook)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy, progress=_patience())
    except sqlite3.Error as error:
        raise RuntimeError(f"{folder.gradebook} cannot be copied to {folder.backups}: {error}") from None
    part.replace(folder.backups / name)
    for old in sorted(folder.backups.glob("gradebook-*.db"))[:-BACKUPS]:
        old.unlink()


def _patience() -> Callable[[int, int, int], None]:
    """Return what a backup calls between its tries; it stops one that others keep from the gradebook."""
    end = time.monotonic() + PATIENCE

    def look(status: int, remaining: int, total: int) -> None:
        if time.monotonic() > end:
            raise sqlite3.OperationalError("another program holds it; close the formgrader and try again")

    return look


def _expect_known(gradebook: "Gradebook", folder: ClassFolder, assignment: str) -> None:
    from nbgrader.api import MissingEntry

    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        raise ValueError(
            f"{folder.gradebook} holds no {assignment}; put the newest copy from {folder.backups} in its "
            "place, or release the assignment once more"
        ) from None


def _write(gradebook: "Gradebook", folder: ClassFolder, release: "NotebookNode", record: Record) -> bool:
    """Write the marks of a submission unless they are there; the notebook comes last, as a sign of it."""
    from nbgrader.preprocessors import SaveAutoGrades

    assignment, student = record.submission.assignment, record.submission.student
    notebook = autograded_notebook(release, record)
    path = folder.autograded(assignment, student)
    former = read_notebook(path) if path.exists() else None
    if former and stored_text(former) == stored_text(notebook) and _is_written(gradebook, release, record):
        return False
    gradebook.update_or_create_submission(assignment, student, timestamp=record.submission.received)
    looked_at = _looked_at(gradebook, assignment, student) & _same_cells(former, notebook)
    SaveAutoGrades().preprocess(notebook, _resources(folder, assignment, student))
    gradebook.db.expire_all()
    for cell in looked_at:
        gradebook.find_grade(cell, assignment, assignment, student).needs_manual_grade = False
    gradebook.db.commit()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, stored_text(notebook))
    return True


def _is_written(gradebook: "Gradebook", release: "NotebookNode", record: Record) -> bool:
    from nbgrader.api import MissingEntry

    assignment, student = record.submission.assignment, record.submission.student
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return False
    received = record.submission.arrival.astimezone(UTC).replace(tzinfo=None)
    cells = {grade.name for notebook in submission.notebooks for grade in notebook.grades}
    return submission.timestamp == received and cells == set(points_by_cell(release))


def _looked_at(gradebook: "Gradebook", assignment: str, student: str) -> set[str]:
    """Return the cells that have a mark by a person and wait for no other."""
    notebook = gradebook.find_submission_notebook(assignment, assignment, student)
    return {
        grade.name
        for grade in notebook.grades
        if grade.manual_score is not None and not grade.needs_manual_grade
    }


def _same_cells(former: "NotebookNode | None", notebook: "NotebookNode") -> set[str]:
    if former is None:
        return set()
    cells = {cell.id: cell for cell in former.cells}
    return {cell.id for cell in notebook.cells if cells.get(cell.id) == cell}


def _resources(folder: ClassFolder, assignment: str, student: str) -> dict:
    """Return what nbgrader's preprocessors want to know."""
    names = {"notebook": assignment, "assignment": assignment, "student": student}
    return {"nbgrader": names | {"db_url": course_directory(folder).db_url}}
