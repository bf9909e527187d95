"""The attempts of a student on disk: numbered folders, each whole or not there."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from course_utils.classroom.submission import FILE_NAME, Submission
from course_utils.notebook_form import write_atomically

RECEIVED = "received.ipynb"  # the notebook as it came


def known(folder: Path, digest: str) -> Path | None:
    """Return the folder of the attempt with a digest, if a student's folder holds one."""
    for attempt in reversed(attempts(folder)):
        with suppress(OSError, ValueError):
            if Submission.read(attempt / FILE_NAME).digest == digest:
                return attempt
    return None


def arrived(attempt: Path, received: datetime | None) -> Submission:
    """Return a stored attempt; with a time, that becomes the time of its arrival first.

    Raises:
        OSError: it cannot be written.
    """
    submission = Submission.read(attempt / FILE_NAME)
    if received is not None and submission.received != time_text(received):
        submission = replace(submission, received=time_text(received))
        write_atomically(attempt / FILE_NAME, submission.to_json())
    return submission


def time_text(time: datetime) -> str:
    """Return a time as a submission holds it."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def attempts(folder: Path) -> list[Path]:
    """Return the folders of a student's attempts, the first one first."""
    numbered = [path for path in folder.glob("*") if path.name.isascii() and path.name.isdigit()]
    return sorted(numbered, key=lambda path: int(path.name))


def store(
    folder: Path, submission: Submission, notebook: bytes, files: Mapping[str, bytes]
) -> tuple[Submission, Path]:
    """Store the next attempt of a student and return it, numbered and with its files, and where it is.

    Args:
        folder: of the student.
        submission: the attempt; its number and its files are set here.
        notebook: the bytes that came.
        files: the bytes of the further files, by name.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done = attempts(folder)
    number = int(done[-1].name) + 1 if done else 1
    place = folder / str(number)
    submission = replace(submission, attempt=number, files={name: place / name for name in files})
    part = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    try:
        for name, content in {**files, RECEIVED: notebook, FILE_NAME: submission.to_json().encode()}.items():
            (part / name).write_bytes(content)
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return submission, place
