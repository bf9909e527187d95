"""Grading many attempts at once: a worker for each place where they run, a result file for each attempt."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue

from course_utils.classroom import records
from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.grading import grade_submission
from course_utils.classroom.isolation.ladder import Rung, best_rung
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.judge import Question
from course_utils.classroom.sandbox.nursery import SandboxFailed
from course_utils.classroom.sandbox.slot import Slot
from course_utils.classroom.submission import Submission
from course_utils.root import data_root


@dataclass(frozen=True)
class Graded:
    """What came of grading an attempt: a result on disk, or a sentence that says why there is none."""

    submission: Submission
    record: records.Record | None = None
    sentence: str = ""


def choose_rung(trust_files: bool) -> Rung:
    """Return how submissions are isolated on this machine.

    Args:
        trust_files: whether they may be run where nothing isolates them.

    Raises:
        RuntimeError: nothing does, and they may not.
    """
    rung = best_rung()
    if rung.name == records.TRUSTED and not trust_files:
        raise RuntimeError(
            "this machine has no working sandbox (`course doctor` says why), so submissions would run with "
            "all your rights; use Linux with bubblewrap, or say --trust-files if you trust every one of them"
        )
    return rung


def limits(folder: ClassFolder) -> Limits:
    """Return the limits of a submission that the class has set.

    Raises:
        ValueError: one of them is none.
    """
    try:
        return Limits(**folder.settings().limits)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{folder.path / 'class.toml'}: [limits] does not fit: {error}") from None


def grade_batch(
    folder: ClassFolder,
    submissions: Sequence[Submission],
    questions: Sequence[Question],
    rung: Rung,
    workers: int,
    fresh: bool = False,
) -> Iterator[Graded]:
    """Grade attempts, several at a time, and yield what came of each as soon as it is on disk.

    An interruption lets those that are running come to their end and keeps all that is finished.

    Args:
        folder: the class.
        submissions: the attempts.
        questions: with their hidden checks.
        rung: how the attempts are isolated.
        workers: how many at a time.
        fresh: start each in a process that loads torch anew.
    """
    key, bounds, slots = folder.key(), limits(folder), SimpleQueue()
    with ExitStack() as stack:
        for number in range(workers):
            slot = Slot(rung, bounds, number=number, data=data_root(), fresh=fresh)
            stack.callback(slot.close)
            slots.put(slot)
        pool = ThreadPoolExecutor(workers)
        stack.callback(pool.shutdown, cancel_futures=True)
        graded = [
            pool.submit(_grade, folder, submission, questions, key, slots) for submission in submissions
        ]
        for done in as_completed(graded):
            yield done.result()


def _grade(
    folder: ClassFolder, submission: Submission, questions: Sequence[Question], key: bytes, slots: SimpleQueue
) -> Graded:
    slot = slots.get()
    try:
        verdict = grade_submission(submission, questions, key, slot)
        record = records.Record(records.now(), submission, verdict)
        records.append(folder, record)
    except (SandboxFailed, OSError) as error:
        return Graded(submission, sentence=str(error))
    finally:
        slots.put(slot)
    return Graded(submission, record)
