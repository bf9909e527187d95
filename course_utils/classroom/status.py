"""Where each assignment of a class stands, counted."""

from collections.abc import Iterable
from typing import NamedTuple

from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.gradebook import Marks, read_marks
from course_utils.classroom.records import Record, attempts, counting, strangers, to_grade


class Standing(NamedTuple):
    """How many students have come how far with an assignment.

    Attributes:
        assignment: its name.
        collected: have handed in.
        graded: have a result.
        to_grade: attempts that can count and have no result.
        flagged: have a result that a teacher should look at.
        by_hand: wait for a mark by a person.
        late: have handed in after the deadline.
        feedback: have a page.
        trusted: were graded without a sandbox.
        strangers: have handed in, but are not in the roster.
    """

    assignment: str
    collected: int
    graded: int
    to_grade: int
    flagged: int
    by_hand: int
    late: int
    feedback: int
    trusted: int
    strangers: int


def standing(folder: ClassFolder, assignment: str) -> Standing:
    """Return where an assignment stands.

    Raises:
        OSError: something cannot be read.
        RuntimeError: nbgrader has failed.
        ValueError: a file of the class is not as it should be.
    """
    students = folder.roster()
    results = counting(folder, assignment, students)
    marks = read_marks(folder, assignment)
    return Standing(
        assignment,
        collected=sum(bool(attempts(folder, assignment, student)) for student in students),
        graded=len(results),
        to_grade=sum(len(to_grade(folder, assignment, student)) for student in students),
        flagged=sum(record.verdict.flagged for record in results.values()),
        by_hand=sum(found.waiting for found in marks.values()),
        late=_late(folder, assignment, marks),
        feedback=sum(folder.feedback(assignment, student).exists() for student in students),
        trusted=sum(record.trusted for record in results.values()),
        strangers=len(strangers(folder, assignment, students)),
    )


def flags(results: Iterable[Record]) -> list[str]:
    """Return every flag of the results as a sentence that names the student."""
    return [
        f"{record.verdict.student}: {flag}"
        for record in results
        for flag in (*record.verdict.flags, *(flag for mark in record.verdict.marks for flag in mark.flags))
    ]


def _late(folder: ClassFolder, assignment: str, marks: dict[str, Marks]) -> int:
    deadline = folder.settings().plan(assignment).deadline
    if deadline is None:
        return 0
    return sum(found.received is not None and found.received > deadline for found in marks.values())
