"""How long a class takes to grade: `python -m benchmarks.grading`, on two workers.

The same honest submissions of the first assignment are graded with a parent that has loaded torch once, with
a fresh process for each, and, a few of them, by nbgrader's own autograde. `--load` keeps all cores busy
meanwhile.
"""

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from course_utils.classroom import material
from course_utils.classroom.batch import choose_rung, grade_batch
from course_utils.classroom.folder import ClassFolder, new_class
from course_utils.classroom.intake.collecting import Assignment, collect
from course_utils.classroom.release import release
from course_utils.classroom.submission import Submission
from course_utils.root import notebooks_folder

NAME = "cells_and_shapes"
WORKERS = 2
GOALS = {"pre-loaded": 15, "fresh": 60}  # seconds for 100 submissions
BUSY = "while True: pass"


def main(
    count: Annotated[int, typer.Option(help="How many submissions.")] = 100,
    nbgraded: Annotated[int, typer.Option(help="How many of them nbgrader grades too.")] = 10,
    load: Annotated[bool, typer.Option(help="Keep all cores busy meanwhile.")] = False,
    only: Annotated[str, typer.Option(help="pre-loaded or fresh; both if none is named.")] = "",
) -> None:
    """Grade an honest class in several ways and print how long each takes."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = _make_class(Path(place) / "class", count)
        submissions = _collect(folder, Path(place) / "inbound")
        if load:
            stack.enter_context(_busy_cores())
        rows = [_graded(folder, submissions, way) for way in GOALS if only in ("", way)]
        if nbgraded:
            rows.append(_graded_by_nbgrader(folder, Path(place) / "nbgrader", nbgraded))
    _show(rows, count)


def _make_class(path: Path, count: int) -> ClassFolder:
    """Return a class with a released assignment, and a roster of as many students."""
    folder = new_class(path)
    students = [f"s{number:04},Student,{number},," for number in range(count)]
    roster = folder.path / "roster.csv"
    roster.write_text("\n".join([roster.read_text().strip(), *students]) + "\n")
    found = release(folder, NAME, None, lambda *step: None, inputs=1)
    assert all(finding.holds for finding in found), found
    return folder


def _collect(folder: ClassFolder, inbound: Path) -> list[Submission]:
    """Hand in a notebook for each student, with answers written in turn in the known correct ways."""
    answers = cycle(_correct_notebooks(folder))
    for student in folder.roster():
        (inbound / student).mkdir(parents=True)
        (inbound / student / f"{NAME}.ipynb").write_text(json.dumps(next(answers)))
    assignment = Assignment(NAME, folder.release_notebook(NAME), folder.collected(NAME))
    started = time.perf_counter()
    taken = collect(assignment, inbound, folder.roster().values())
    Console().print(f"Intake: {len(taken)} submissions in {time.perf_counter() - started:.1f} s")
    return [one.submission for one in taken]


def _correct_notebooks(folder: ClassFolder) -> list[dict]:
    notebooks = []
    hidden = folder.hidden(NAME) / material.ANSWERS
    for turn in (0, -1):
        notebook = json.loads(folder.release_notebook(NAME).read_text())
        for cell in notebook["cells"]:
            files = sorted((hidden / cell["id"]).glob("correct-*.py"))
            cell["source"] = files[turn].read_text() if files else cell["source"]
        notebooks.append(notebook)
    return notebooks


def _graded(folder: ClassFolder, submissions: list[Submission], way: str) -> tuple[str, int, float, int]:
    """Return the way, how many were graded, the seconds that it took, and how many have not full marks."""
    questions = folder.questions(NAME)
    started = time.perf_counter()
    outcomes = grade_batch(folder, submissions, questions, choose_rung(False), WORKERS, fresh=way == "fresh")
    lost = 0
    for outcome in track(outcomes, f"{way:<12}", total=len(submissions)):
        full = outcome.record and outcome.record.verdict.points == outcome.record.verdict.of
        lost += not full
    return way, len(submissions), time.perf_counter() - started, lost


def _graded_by_nbgrader(folder: ClassFolder, place: Path, count: int) -> tuple[str, int, float, int]:
    """Let nbgrader grade some of the class: in one process after the other, as it does."""
    from nbgrader.api import Gradebook

    (place / "source" / NAME).mkdir(parents=True)
    source = notebooks_folder() / "assignments" / NAME / f"{NAME}.ipynb"
    (place / "source" / NAME / source.name).write_bytes(source.read_bytes())
    (place / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\n')
    students = islice(folder.roster(), count)
    for notebook, student in zip(cycle(_correct_notebooks(folder)), students, strict=False):
        handed_in = place / "submitted" / student / NAME
        handed_in.mkdir(parents=True)
        (handed_in / source.name).write_text(json.dumps(notebook))
    _nbgrader(place, source.parent, "generate_assignment", NAME)
    started = time.perf_counter()
    _nbgrader(place, source.parent, "autograde", NAME)
    seconds = time.perf_counter() - started
    database = f"sqlite:///{place / 'gradebook.db'}"
    with warnings.catch_warnings(action="ignore"), Gradebook(database, "bench") as book:
        scores = [submission.score for submission in book.assignment_submissions(NAME)]
        best = book.find_assignment(NAME).max_code_score
    return "nbgrader autograde", count, seconds, count - sum(score == best for score in scores)


def _nbgrader(place: Path, hidden: Path, *words: str) -> None:
    programs = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    environment = os.environ | {"PATH": programs, "PYTHONPATH": str(hidden), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "nbgrader", *words]
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)


@contextmanager
def _busy_cores() -> Iterator[None]:
    processes = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _show(rows: list[tuple[str, int, float, int]], count: int) -> None:
    table = Table("way", "graded", "seconds", "a submission, s", f"goal for {count}, s", "marks lost")
    for way, graded, seconds, lost in rows:
        goal = f"{GOALS[way] * count / 100:g}" if way in GOALS else "-"
        table.add_row(way, str(graded), f"{seconds:.1f}", f"{seconds / graded:.2f}", goal, str(lost))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
