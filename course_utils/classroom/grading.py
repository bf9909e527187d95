"""Grading: hidden checks held against a submission that runs elsewhere; lost points are looked at twice."""

import platform
import time
from collections.abc import Sequence
from functools import partial

import numpy as np
import torch

from course_utils import __version__
from course_utils.classroom.judge.draw import keyed_seed
from course_utils.classroom.judge.question import Question
from course_utils.classroom.sandbox.slot import Slot
from course_utils.classroom.student import Student
from course_utils.classroom.submission import Submission
from course_utils.classroom.verdict import Mark, StoppedCell, Verdict

Families = tuple[str, ...]  # of torch's recurrent operators


def grade_submission(
    submission: Submission, questions: Sequence[Question], key: bytes, slot: Slot
) -> Verdict:
    """Judge a submission in a sandbox.

    Every question below full marks is judged again in a fresh sandbox, on the same inputs. Where the two runs
    differ the better mark is recorded, with a flag.

    Args:
        submission: as intake has taken it.
        questions: with their hidden checks.
        key: the secret of the class, for the inputs.
        slot: where the submission runs.

    Raises:
        SandboxFailed: the sandbox does not work; nothing is known of the submission.
    """
    started = time.perf_counter()
    marks, stopped = _run(submission, questions, key, slot)
    flags: list[str] = []
    below = [question for question in questions if _is_below_full(marks[question.id])]
    if below:
        again, stopped_again = _run(submission, below, key, slot)
        marks |= {id: _agreed(marks[id], mark) for id, mark in again.items()}
        for without in stopped.keys() & stopped_again.keys():
            if stopped[without].keys() != stopped_again[without].keys():
                flags.append(_stopped_otherwise(stopped[without], stopped_again[without]))
    return Verdict(
        submission.student,
        submission.assignment,
        submission.attempt,
        submission.digest,
        tuple(marks[question.id] for question in questions),
        tuple(stopped[min(stopped, key=len)].values()),
        tuple(flags),
        slot.rung.name,
        slot.limits.to_dict(),
        versions(),
        round(time.perf_counter() - started, 3),
    )


def versions() -> dict[str, str]:
    """Return the versions of what a mark depends on."""
    return {
        "course": __version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
    }


def _run(
    submission: Submission, questions: Sequence[Question], key: bytes, slot: Slot
) -> tuple[dict[str, Mark], dict[Families, dict[str, StoppedCell]]]:
    """Return the mark of each question, and the cells that stopped without some families of operators.

    What any question forbids is gone before the first cell runs. Full marks without it stand; a question that
    forbids less is judged in a process of its own if it has lost points so, or if a cell has stopped.
    """
    everything = tuple(sorted({family for question in questions for family in question.without}))
    marks, cells = _judge(submission, questions, everything, key, slot)
    stopped = {everything: cells}
    harmed = [
        question
        for question in questions
        if question.without != everything and (cells or _is_below_full(marks[question.id]))
    ]
    for without in dict.fromkeys(question.without for question in harmed):
        some = [question for question in harmed if question.without == without]
        came, stopped[without] = _judge(submission, some, without, key, slot)
        marks |= came
    return marks, stopped


def _judge(
    submission: Submission, questions: Sequence[Question], without: Families, key: bytes, slot: Slot
) -> tuple[dict[str, Mark], dict[str, StoppedCell]]:
    names = submission.student, submission.assignment, submission.attempt
    with Student(submission, slot, without) as student:
        marks = {
            question.id: question.judge(student.ask, partial(keyed_seed, key, *names, question.id))
            for question in questions
        }
    return marks, student.stopped


def _is_below_full(mark: Mark) -> bool:
    return mark.points < mark.of


def _agreed(first: Mark, second: Mark) -> Mark:
    """Return the better of two marks of a question, flagged where they differ."""
    if [part.points for part in first.parts] == [part.points for part in second.parts]:
        return first
    flag = (
        f"{first.question}: {first.points:g} of {first.of:g} points in a first run and {second.points:g} "
        "in a second one on the same inputs; the better one is recorded."
    )
    better = max(first, second, key=lambda mark: mark.points)
    return Mark(first.question, better.parts, first.replies + second.replies, (*better.flags, flag))


def _stopped_otherwise(first: dict, second: dict) -> str:
    lists = [", ".join(sorted(cells)) or "none" for cells in (first, second)]
    return f"Other cells stopped in a second run: {lists[1]}; in the first: {lists[0]}."
