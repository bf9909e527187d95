"""Taking in one submission: read by the limited process, transplanted into the release, stored."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from course_utils.classroom.intake import attempts, limited
from course_utils.classroom.intake.claims import Claim, Found, Opened
from course_utils.classroom.intake.folder_source import FolderSource
from course_utils.classroom.intake.handed import Handed
from course_utils.classroom.intake.layouts import choose_notebook, named_files, read_label
from course_utils.classroom.intake.notebook import NotebookCell
from course_utils.classroom.intake.outcomes import Assignment, Collected, Refused, Taken
from course_utils.classroom.intake.people import People
from course_utils.classroom.intake.refusal import Refusal, printable, quoted
from course_utils.classroom.intake.transplant import Transplanted, transplant
from course_utils.classroom.intake.zip_source import ZipSource
from course_utils.classroom.submission import Submission

LARGEST_NOTEBOOK = 30_000_000  # bytes
MOST_REMARKS = 20
UNKNOWN = "_unknown"  # folder for notebooks of people who are not in the roster: no id begins so

Source = FolderSource | ZipSource


class Intake(NamedTuple):
    """What is the same for all submissions of a source; ``received`` is None where each has its own time."""

    assignment: Assignment
    release: Sequence[NotebookCell]
    source: Source
    people: People
    received: datetime | None


class _Read(NamedTuple):
    """What was read of a submission."""

    cells: list[NotebookCell]
    notebook: bytes
    files: dict[str, bytes]
    changed: float
    remarks: list[str]


def take(intake: Intake, handed: Handed) -> Collected:
    """Store a submission as the next attempt of its student, unless it is refused or was stored before.

    What was stored before gets the time of arrival that the teacher says, if one is said.

    Raises:
        OSError: it cannot be stored.
        RuntimeError: the limited process does not start.
    """
    folder = intake.assignment.collected / handed.student
    try:
        read = _read(intake, handed)
        digest = _digest(read.notebook, read.files)
        if same := attempts.known(folder, digest):
            return Taken(attempts.arrived(same, intake.received), same, new=False)
        new = transplant(intake.release, read.cells)
    except Refusal as refusal:
        return Refused(handed.student, " ".join([str(refusal), *handed.odd[:MOST_REMARKS]]))
    submission = _submission(intake, handed, read, new, digest)
    return Taken(*attempts.store(folder, submission, read.notebook, read.files), new=True)


def keep(intake: Intake, claim: Claim) -> Refused:
    """Refuse what nobody in the roster has handed in, but keep a copy of the notebook, if there is one.

    Raises as `take`.
    """
    label = read_label(claim.name, claim.is_file, intake.assignment.name)
    why, name = intake.people.why_not(label.names[-1][1]), printable(claim.name)
    chosen, _ = choose_notebook(claim.found, intake.assignment.name)
    try:
        if chosen is None:
            raise Refusal("There is no notebook to keep.")
        with intake.source.opened(chosen) as file:
            content = limited.ask(file.descriptor, "file", file.entry, LARGEST_NOTEBOOK).content
    except Refusal as refusal:
        return Refused(name, f"{why} {refusal}")
    slug = re.sub(r"[^A-Za-z0-9]+", "-", claim.name)[:60]
    path = intake.assignment.collected / UNKNOWN / f"{slug}-{_digest(content, {})[:12]}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Refused(name, why, path)


def _read(intake: Intake, handed: Handed) -> _Read:
    chosen, remark = choose_notebook(handed.found, intake.assignment.name)
    if chosen is None:
        raise Refusal(remark)
    with intake.source.opened(chosen) as file:
        _expect_own(intake, handed, file)
        cells, remarks, notebook = limited.notebook(file.descriptor, file.entry, LARGEST_NOTEBOOK)
        changed = file.changed
    remarks = [*handed.odd, *([remark] if remark else []), *remarks]
    files = {}
    for name, most in intake.assignment.files.items():
        try:
            files[name], later = _file(intake.source, handed.found, name, most)
            changed = max(changed, later)
        except Refusal as refusal:
            remarks.append(f"{name} is not taken. {refusal}")
    return _Read(cells, notebook, files, changed, remarks)


def _expect_own(intake: Intake, handed: Handed, file: Opened) -> None:
    """Expect that files in an exchange, where anybody can write any name, belong to no other student."""
    owner = intake.people.find(("id",), file.owner)
    if handed.arrived is not None and owner not in (None, handed.student):
        raise Refusal(f"It was handed in by the user {quoted(file.owner)}, under the name of another.")


def _file(source: Source, found: Sequence[Found], name: str, most: int) -> tuple[bytes, float]:
    named = named_files(found, name)
    if not named:
        raise Refusal("There is no such file.")
    with source.opened(named[0]) as file:
        return limited.ask(file.descriptor, "file", file.entry, most).content, file.changed


def _digest(notebook: bytes, files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(notebook)
    for name in sorted(files):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


def _submission(intake: Intake, handed: Handed, read: _Read, new: Transplanted, digest: str) -> Submission:
    remarks = [*read.remarks, *new.remarks]
    if len(remarks) > MOST_REMARKS:
        remarks[MOST_REMARKS:] = [f"There are {len(remarks) - MOST_REMARKS} more remarks like these."]
    received = intake.received or datetime.now(UTC)
    if intake.received is None and handed.arrived is not None:
        received = datetime.fromtimestamp(max(handed.arrived, read.changed), UTC)
    return Submission(
        student=handed.student,
        assignment=intake.assignment.name,
        attempt=0,
        received=attempts.time_text(received),
        digest=digest,
        cells=tuple(new.cells),
        written=new.written,
        remarks=tuple(remarks),
    )
