"""Whose is what: the names in a source become the submissions of students."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from course_utils.classroom.intake.claims import Claim, Found
from course_utils.classroom.intake.layouts import Label, read_label
from course_utils.classroom.intake.people import People

MOST_ATTEMPTS = 100  # of a student in one source


@dataclass
class Handed:
    """One submission of a student.

    Attributes:
        student: id from the roster.
        found: its files.
        odd: a sentence for each thing that is not taken.
        arrived: when its folder last changed in an exchange; None for what comes from elsewhere.
    """

    student: str
    found: list[Found] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    arrived: float | None = None


def by_student(
    claims: Iterable[Claim], people: People, assignment: str
) -> tuple[list[list[Handed]], list[Claim]]:
    """Return each student's submissions, in order of arrival, and what nobody in the roster has handed in.

    In an exchange each folder is a submission, and those for another assignment are passed over; elsewhere
    all that comes under a student's names is one submission.

    Args:
        claims: what lies in the source.
        people: the roster.
        assignment: name of the assignment.
    """
    submissions: dict[str, list[Handed]] = {}
    unknown = []
    for claim in sorted(claims, key=lambda claim: claim.arrived):
        label = read_label(claim.name, claim.is_file, assignment)
        if label.assignment not in ("", assignment):
            continue
        student = find(people, label)
        if student is None:
            unknown.append(claim)
        else:
            _add(submissions.setdefault(student, []), student, claim, label)
    return [_last(batch) for batch in submissions.values()], unknown


def find(people: People, label: Label) -> str | None:
    """Return the id of the student whom a label means, or None."""
    found = (people.find(kinds, name) for kinds, name in label.names)
    return next((student for student in found if student), None)


def _last(batch: list[Handed]) -> list[Handed]:
    """Return the last submissions of a student, up to the number that is looked at."""
    if len(batch) > MOST_ATTEMPTS:
        batch[-1].odd.append(f"There are {len(batch)} submissions; the last {MOST_ATTEMPTS} are looked at.")
    return batch[-MOST_ATTEMPTS:]


def _add(submissions: list[Handed], student: str, claim: Claim, label: Label) -> None:
    own_folder = bool(label.assignment)
    if own_folder or not submissions:
        submissions.append(Handed(student, arrived=claim.arrived if own_folder else None))
    files = [file._replace(path=(label.file,)) for file in claim.found] if label.file else claim.found
    submissions[-1].found += files
    submissions[-1].odd += claim.odd
