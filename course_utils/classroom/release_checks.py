"""What a release must prove: full marks for the solution, none for the stub, fewer for wrong answers."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from course_utils.classroom import material
from course_utils.classroom.judge import Question
from course_utils.classroom.judge.draw import keyed_seed
from course_utils.classroom.material import Material
from course_utils.classroom.release_run import AnswerFails, Run
from course_utils.classroom.verdict import Mark
from course_utils.exercises.expectations import measured_strain

INPUTS = 1_000  # that correct answers meet, drawn at random
CHECKPOINT_DRAWS = 2  # of a trained network's inputs; each draw is thousands of digits
WRONG_DRAWS = 10  # times that a wrong answer must lose points
FEWEST = {"correct": 2, "wrong": 5}  # answers that each question needs
KEY = b"release"

Progress = Callable[[str, int, int], None]  # what is tried, how far, of how many


class Proof(NamedTuple):
    """What one check of a release has found.

    Attributes:
        subject: a question, a cell or a file.
        holds: whether it may be released so.
        sentence: what was found.
        audit: whether it is worth reading also where it holds.
    """

    subject: str
    holds: bool
    sentence: str
    audit: bool = False


def check_scores(assignment: Material, progress: Progress, inputs: int = INPUTS) -> Iterator[Proof]:
    """Yield what the answers beside an assignment show about its hidden checks.

    Args:
        assignment: what is to be released.
        progress: is told what is tried.
        inputs: how many random inputs correct answers meet.
    """
    yield from _check_form(assignment)
    yield from _check_stub(assignment)
    with Run() as run:
        stopped = [f"cell {cell.id!r} stops with {message}" for cell, message in run.cells(assignment.source)]
        yield from (Proof(cell, False, "in the source notebook") for cell in stopped)
        for question in () if stopped else assignment.questions:
            yield _check_solution(question, run)
            yield from _check_wrong(assignment, question, run, progress)
            yield from _check_correct(assignment, question, run, progress, inputs)


def _check_form(assignment: Material) -> Iterator[Proof]:
    points = material.points_by_cell(assignment.source)
    solutions = {cell.id for cell in assignment.source.cells if material.is_solution(cell)}
    for question in assignment.questions:
        stored = points.get(material.checks_cell(question.id))
        if question.id not in solutions:
            yield Proof(question.id, False, "there is no solution cell of this id")
        if stored != question.points:
            yield Proof(
                question.id, False, f"its parts have {question.points:g} points, its cell has {stored}"
            )
        for kind, fewest in FEWEST.items():
            count = len(assignment.answers(question, kind))
            if count < fewest:
                yield Proof(question.id, False, f"{count} {kind} answers lie beside it; wanted are {fewest}")
    known = {material.checks_cell(question.id) for question in assignment.questions}
    code = {
        cell.id for cell in assignment.source.cells if material.is_graded(cell) and cell.cell_type == "code"
    }
    for cell in sorted(code - known):
        yield Proof(cell, False, "this cell has points, but no question of the hidden checks")


def _check_stub(assignment: Material) -> Iterator[Proof]:
    with Run() as run:
        for cell, message in run.cells(assignment.release):
            if not message.startswith("NotImplementedError"):
                yield Proof(cell.id, False, f"untouched, this cell stops with {message}")
        for question in assignment.questions:
            mark = _judge(question, run, 0)
            found = f"untouched, it has {mark.points:g} of {mark.of:g} points; wanted are 0"
            yield Proof(question.id, mark.points == 0, found)
            yield from (Proof(question.id, False, flag) for flag in mark.flags)


def _check_solution(question: Question, run: Run) -> Proof:
    mark = _judge(question, run, 0)
    return Proof(question.id, mark.points == mark.of, f"the solution has {_score(mark)}")


def _check_wrong(
    assignment: Material, question: Question, solved: Run, progress: Progress
) -> Iterator[Proof]:
    """Let every wrong answer meet some inputs; the audit says how far beyond the tolerance they are."""
    files = assignment.answers(question, "wrong")
    beyond = []
    for number, file in enumerate(files):
        progress(f"{question.id}: wrong answers", number, len(files))
        with measured_strain() as strains:
            yield _judge_wrong(question, file, solved)
        beyond += [max(strains)] if strains and max(strains) > 1 else []
    if beyond:
        audit = f"where values are wrong, {min(beyond):.1e} tolerances is the least by which they are"
        yield Proof(question.id, True, audit, True)


def _judge_wrong(question: Question, file: Path, solved: Run) -> Proof:
    try:
        with solved.with_answer(file) as run:
            marks = [_judge(question, run, draw) for draw in range(_draws(question, WRONG_DRAWS))]
    except AnswerFails as error:
        return Proof(question.id, False, f"{file.name} stops with {error}")
    full = sum(mark.points == mark.of for mark in marks)
    return Proof(question.id, not full, f"{file.name} has full marks with {full} of {len(marks)} inputs")


def _check_correct(
    assignment: Material, question: Question, solved: Run, progress: Progress, inputs: int
) -> Iterator[Proof]:
    """Let all correct answers meet the same inputs; the audit says how near the tolerance they come."""
    files = assignment.answers(question, "correct")
    failed: dict[str, Mark] = {}
    try:
        with solved.with_answers(files) as runs, measured_strain() as strains:
            used, total = 0, _draws(question, inputs)
            while runs and used < total:
                marks = [_judge(question, run, used) for run in runs]
                failed |= {
                    file.name: mark for file, mark in zip(files, marks, strict=True) if mark.points < mark.of
                }
                used += max(1, len(runs[0].replies()))
                progress(f"{question.id}: correct answers", min(used, total) - 1, total)
    except AnswerFails as error:
        yield Proof(question.id, False, f"a correct answer stops with {error}")
        return
    yield from (Proof(question.id, False, f"{name} has {_score(mark)}") for name, mark in failed.items())
    audit = f"{len(files)} correct answers meet {used:,} random inputs and come"
    yield Proof(question.id, not failed, f"{audit} within {max(strains, default=0):.1e} tolerances", True)


def _draws(question: Question, wanted: int) -> int:
    return min(wanted, CHECKPOINT_DRAWS) if question.files else wanted


def _judge(question: Question, run: Run, draw: int) -> Mark:
    return run.judge(question, lambda part: keyed_seed(KEY, question.id, draw, part))


def _score(mark: Mark) -> str:
    reasons = chain.from_iterable((part.title, part.reason) for part in mark.parts if part.reason)
    return ": ".join([f"{mark.points:g} of {mark.of:g} points", *reasons])
