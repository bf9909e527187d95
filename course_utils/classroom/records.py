"""Results on disk: one file for each grading of an attempt, named by its content, and never written again."""

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.lateness import lost_share
from course_utils.classroom.submission import FILE_NAME, Submission
from course_utils.classroom.verdict import Verdict

TRUSTED = "trusted"  # the rung of marks that were given without a sandbox


@dataclass(frozen=True)
class Record:
    """One grading of one attempt.

    Attributes:
        graded: when, as ISO 8601 text in UTC.
        submission: what was handed in.
        verdict: what came of it.
    """

    graded: str
    submission: Submission
    verdict: Verdict

    @property
    def trusted(self) -> bool:
        """Return whether the files were run without a sandbox, on the teacher's word."""
        return self.verdict.rung == TRUSTED


def now() -> str:
    """Return the time as ISO 8601 text in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat()


def append(folder: ClassFolder, record: Record) -> Path:
    """Write a result as a further file and return its path; what is there already is never changed.

    Raises:
        OSError: it cannot be written.
    """
    text = _to_text(record)
    target = folder.results(record.submission.assignment, record.submission.student)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = target / f"{record.submission.attempt}-{_digest(text)}.json"
    part = target / f".{path.name}.{os.getpid()}.part"
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.link(part, path)
    except FileExistsError:  # by its name it holds the same content
        return path
    finally:
        part.unlink(missing_ok=True)
    return path


def read(path: Path) -> Record:
    """Read a result.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not as it was written.
    """
    text = path.read_text(encoding="utf-8")
    if path.stem.rpartition("-")[2] != _digest(text):
        raise ValueError(f"{path} is not as it was written; wanted is the file as it was, from a backup")
    content = json.loads(text)
    submission = Submission.from_json(json.dumps(content["submission"]))
    return Record(content["graded"], submission, Verdict.from_json(json.dumps(content["verdict"])))


def all_of(folder: ClassFolder, assignment: str, student: str) -> list[Record]:
    """Return the newest result of each attempt of a student, by attempt, with the time of arrival as of now.

    Raises as `read` and `attempts` do.
    """
    newest: dict[int, Record] = {}
    for path in sorted(folder.results(assignment, student).glob("[0-9]*-*.json")):
        record = read(path)
        known = newest.get(record.submission.attempt)
        if known is None or known.graded < record.graded:
            newest[record.submission.attempt] = record
    arrivals = {came.digest: came.received for came in attempts(folder, assignment, student)}
    return [_arrived(newest[attempt], arrivals) for attempt in sorted(newest)]


def counting(folder: ClassFolder, assignment: str, students: Iterable[str]) -> dict[str, Record]:
    """Return for each student who has a result the one that counts: of the last or of the best attempt.

    The best one has most points of the hidden checks when those for lateness are taken away; of equally good
    ones it is the first.

    Raises as `read`, `attempts` and `read_settings` do.
    """
    settings = folder.settings()
    deadline = settings.plan(assignment).deadline

    def points(record: Record) -> float:
        late = (record.submission.arrival - deadline).total_seconds() if deadline else 0.0
        return record.verdict.points * (1 - lost_share(settings.late, late))

    results = {student: all_of(folder, assignment, student) for student in students}
    best = settings.attempt == "best"
    return {
        student: max(found, key=points) if best else found[-1] for student, found in results.items() if found
    }


def attempts(folder: ClassFolder, assignment: str, student: str) -> list[Submission]:
    """Return what has been collected from a student, by attempt.

    Raises:
        OSError: a stored submission cannot be read.
        ValueError: one is none.
    """
    return [Submission.read(path) for path in _stored(folder.collected(assignment, student))]


def to_grade(folder: ClassFolder, assignment: str, student: str, again: bool = False) -> list[Submission]:
    """Return the attempts that can count and have no result yet; ``again``: also those that have one.

    Raises as `attempts`, `read` and `read_settings` do.
    """
    came = attempts(folder, assignment, student)
    if folder.settings().attempt == "last":
        came = came[-1:]
    graded = {
        (record.submission.attempt, record.submission.digest)
        for record in all_of(folder, assignment, student)
    }
    return [attempt for attempt in came if again or (attempt.attempt, attempt.digest) not in graded]


def ungraded(folder: ClassFolder, assignment: str, students: Iterable[str]) -> list[str]:
    """Return the students with an attempt that can count and has no result. Raises as `to_grade` does."""
    return [student for student in students if to_grade(folder, assignment, student)]


def strangers(folder: ClassFolder, assignment: str, students: Collection[str]) -> list[str]:
    """Return the ids that something was collected or graded for, but that are not in the roster."""
    places = (*folder.collected(assignment).glob("*"), *folder.results(assignment).glob("*"))
    found = {path.name for path in places if path.is_dir() and not path.name.startswith(("_", "."))}
    return sorted(found - set(students))


def _arrived(record: Record, arrivals: Mapping[str, str]) -> Record:
    """Return a result with the time of arrival that is stored now: a teacher may have corrected it."""
    received = arrivals.get(record.submission.digest, record.submission.received)
    return replace(record, submission=replace(record.submission, received=received))


def _stored(folder: Path) -> Iterator[Path]:
    numbered = (found for found in folder.glob("*") if found.name.isdecimal())
    for attempt in sorted(numbered, key=lambda found: int(found.name)):
        yield attempt / FILE_NAME


def _to_text(record: Record) -> str:
    content = {
        "graded": record.graded,
        "submission": json.loads(record.submission.to_json()),
        "verdict": json.loads(record.verdict.to_json()),
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
