"""Collecting: a folder or a zip archive of submissions becomes numbered attempts of students."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from course_utils.classroom.intake.attempts import RECEIVED
from course_utils.classroom.intake.folder_source import FolderSource
from course_utils.classroom.intake.handed import by_student
from course_utils.classroom.intake.layouts import ANY, is_label
from course_utils.classroom.intake.notebook import NotebookCell, read_cells
from course_utils.classroom.intake.outcomes import Assignment, Collected, Refused, Taken
from course_utils.classroom.intake.people import People, Student
from course_utils.classroom.intake.refusal import Refusal
from course_utils.classroom.intake.taking import Intake, keep, take
from course_utils.classroom.intake.zip_source import ZipSource
from course_utils.classroom.submission import FILE_NAME

__all__ = ["Assignment", "Collected", "Refused", "Student", "Taken", "collect"]

WORKERS = 4  # submissions that are read at a time


def collect(
    assignment: Assignment, source: str | Path, roster: Iterable[Student], *, received: datetime | None = None
) -> list[Collected]:
    """Take in all submissions of a source, and store each as the next attempt of its student.

    Args:
        assignment: what is collected.
        source: a folder or a zip archive: a folder or a notebook for each student, what nbgrader, Moodle or
            Canvas hand out, or a course of nbgrader's exchange.
        roster: the students.
        received: when all of it arrived; without it, an exchange is asked when a folder and its files last
            changed, and all else has arrived now.

    Returns:
        An outcome for each submission, for each name that nobody in the roster has, and for a source that
        cannot be read.

    Raises:
        OSError: an attempt cannot be stored.
        RuntimeError: the limited process does not start on this machine.
        ValueError: an argument is not what it should be.
    """
    people, path = People(roster), Path(source)
    _expect_arguments(assignment, path, received)
    place = FolderSource(path) if path.is_dir() else ZipSource(path)
    intake = Intake(assignment, release_cells(assignment.release), place, people, received)
    try:
        claims = place.claims(lambda name: is_label(name) or people.find(ANY, name) is not None)
    except Refusal as refusal:
        return [Refused("", f"{path.name}: {refusal}")]
    batches, unknown = by_student(claims, people, assignment.name)
    with ThreadPoolExecutor(WORKERS) as pool:
        taken = pool.map(lambda batch: [take(intake, handed) for handed in batch], batches)
        kept = pool.map(lambda claim: keep(intake, claim), unknown)
        return [outcome for batch in taken for outcome in batch] + list(kept)


def release_cells(path: Path) -> list[NotebookCell]:
    """Read the cells of a release.

    Raises:
        ValueError: there is none, or one that cannot be graded by the ids of its cells.
    """
    wanted = "wanted is a notebook that `course class release` has made"
    try:
        cells, remarks = read_cells(path.read_bytes())
    except (OSError, Refusal) as error:
        raise ValueError(f"release is {str(path)!r}, which cannot be read ({error}); {wanted}") from None
    ids = {cell.id for cell in cells}
    if remarks or "" in ids or len(ids) < len(cells):
        raise ValueError(f"release is {str(path)!r}, in which not every cell has an id of its own; {wanted}")
    return cells


def _expect_arguments(assignment: Assignment, source: Path, received: datetime | None) -> None:
    if not source.exists():
        raise ValueError(f"source is {str(source)!r}, which is not there; wanted is a folder or an archive")
    if received is not None and received.tzinfo is None:
        raise ValueError(f"received is {received}, without a time zone; wanted is a time with one")
    for name in assignment.files:
        if name in ("", RECEIVED, FILE_NAME) or name != Path(name).name or name.startswith("."):
            raise ValueError(f"files holds {name!r}; wanted is a plain name that is none of intake's own")
