"""The command line `course`. What a command needs is imported inside it, so that help comes at once."""

import difflib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from course_utils.classroom.commands import app as class_app
from course_utils.console import console, say, show_table
from course_utils.root import notebooks_folder

if TYPE_CHECKING:
    from rich.progress import Progress

    from course_utils.execution import Outcome

app = typer.Typer(name="course", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(class_app, name="class")


class Device(StrEnum):
    """Where lessons compute."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"
    mps = "mps"


class Source(StrEnum):
    """Which digits are prepared."""

    auto = "auto"
    mnist = "mnist"
    stand_in = "stand-in"


LESSON_HELP = "3, 03, 03_mnist_row_by_row or a path."
Lesson = Annotated[str | None, typer.Argument(metavar="LESSON", help=LESSON_HELP)]
Lessons = Annotated[
    list[str] | None, typer.Argument(metavar="LESSON", help=f"{LESSON_HELP} All if none is named.")
]
HtmlFolder = Annotated[
    Path | None, typer.Option("--html", metavar="DIR", help="Also write each lesson there as a page.")
]
Timeout = Annotated[int, typer.Option(min=1, help="Seconds that one cell may take.")]


@app.callback()
def main() -> None:
    """The course on recurrent neural networks: check the set-up, read the lessons, run them, store them."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a sign shows a question mark


@app.command(epilog="Example: course doctor")
def doctor() -> None:
    """Check the installation; name each problem with its remedy. Exit 1 if one blocks the lessons."""
    from course_utils.doctor import examine

    findings = examine()
    show_table(("", "check", "found"), [(finding.level, finding.name, finding.value) for finding in findings])
    for finding in findings:
        if finding.remedy:
            say(f"{finding.name}: {finding.remedy}")
    if any(finding.level == "problem" for finding in findings):
        raise typer.Exit(1)


@app.command(epilog="Example: course lab 03")
def lab(lesson: Lesson = None) -> None:
    """Open a lesson in JupyterLab; the first one if none is named."""
    from course_utils.lab_server import OPTION

    path = _find_lessons([lesson] if lesson else [])[0].absolute()
    command = [sys.executable, "-m", "jupyterlab", str(path), f"--ServerApp.root_dir={path.parent}", OPTION]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    raise typer.Exit(_run_to_its_end(command))


@app.command(epilog="Example: course run 03 --device cpu --html build/lessons")
def run(
    lessons: Lessons = None,
    device: Annotated[Device, typer.Option(help="Where to compute.")] = Device.auto,
    html: HtmlFolder = None,
    timeout: Timeout = 600,
) -> None:
    """Execute lessons, each in a fresh kernel, and show what came of them. Exit 1 if one fails."""
    from course_utils.execution import STRICT_ENVIRONMENT

    paths = _find_lessons(lessons)
    if html:
        _make_folder(html)
    environment = dict(STRICT_ENVIRONMENT)
    environment["OMP_NUM_THREADS"] = (
        os.environ.get("OMP_NUM_THREADS") or "1"
    )  # small layers gain nothing by more
    if device is not Device.auto:
        environment["RNN_COURSE_DEVICE"] = str(device)
    outcomes = _execute(paths, environment, timeout)
    if html:
        _write_pages(outcomes, html)
    _show_outcomes(outcomes)


@app.command(epilog="Example: course refresh 03")
def refresh(lessons: Lessons = None, timeout: Timeout = 600) -> None:
    """Execute lessons and store them with their outputs, in normal form, if all went well. Else exit 1."""
    from course_utils.execution import WRITING_ENVIRONMENT
    from course_utils.notebook_form import store

    paths = _find_lessons(lessons)
    edited = {path: path.stat().st_mtime_ns for path in paths}
    rows, objections = [], {}
    for path, outcome in _execute(paths, WRITING_ENVIRONMENT, timeout).items():
        objections[path] = _objections(outcome, path.stat().st_mtime_ns != edited[path])
        result = "not stored"
        if not objections[path]:
            with _naming(path):
                result = f"{store(path, outcome.notebook)} lines changed"
        rows.append((path.stem, f"{outcome.seconds:.1f}", result))
    show_table(("lesson", "seconds", "result"), rows)
    _exit_with(objections)


@app.command(epilog="Example: course form")
def form(lessons: Lessons = None) -> None:
    """List in what stored lessons depart from the normal form, without executing them. Exit 1 if any does."""
    from course_utils.notebook_form import stored_faults

    faults = {}
    for path in _find_lessons(lessons):
        try:
            faults[path] = [fault.sentence for fault in stored_faults(path)]
        except (OSError, ValueError) as error:
            faults[path] = [str(error)]
    show_table(("lesson", "faults"), [(path.stem, str(len(found))) for path, found in faults.items()])
    _exit_with(faults)


@app.command(epilog="Example: course digits --source mnist")
def digits(source: Annotated[Source, typer.Option(help="Which digits to prepare.")] = Source.auto) -> None:
    """Prepare the digits in the data folder, where they are not there yet, and say which they are."""
    from course_utils.datasets import load_digits

    try:
        typer.echo(load_digits(str(source)).notice)
    except (OSError, RuntimeError, ValueError) as error:
        _stop(str(error), 1)


def _find_lessons(names: list[str] | None) -> list[Path]:
    """Return the files of the named lessons, each once; of all lessons if none is named."""
    return list(dict.fromkeys(map(_find_lesson, names))) if names else _known_lessons()


def _find_lesson(name: str) -> Path:
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path
    wanted = path.name.removesuffix(".ipynb")
    known = {lesson.stem: lesson for lesson in _known_lessons()}
    for stem, lesson in known.items():
        if wanted == stem or (wanted.isdigit() and int(wanted) == int(stem[:2])):
            return lesson
    nearest = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5) or known
    _stop(f"LESSON is {name!r}, and there is no such lesson; nearest: {', '.join(nearest)}", 2)


def _known_lessons() -> list[Path]:
    try:
        return sorted(notebooks_folder().glob("[0-9][0-9]_*.ipynb"))
    except FileNotFoundError as error:
        _stop(str(error), 2)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _stop(f"--html is {str(folder)!r}, which cannot be made ({error.strerror}); wanted is a folder", 2)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Stop with one sentence where a file cannot be written."""
    try:
        yield
    except OSError as error:
        _stop(f"{path} cannot be written: {error.strerror}", 1)


def _stop(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def _run_to_its_end(command: list[str]) -> int:
    """Run a program in this terminal and return its exit status; Ctrl-C is left for it to answer."""
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def _execute(paths: list[Path], environment: dict[str, str], timeout: int) -> dict[Path, "Outcome"]:
    """Execute notebooks one after the other under a live progress bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console()) as progress:
        return {path: _execute_one(path, environment, timeout, progress) for path in paths}


def _execute_one(path: Path, environment: dict[str, str], timeout: int, progress: "Progress") -> "Outcome":
    from course_utils import execution

    task = progress.add_task(path.stem, total=None)

    def show(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total)

    try:
        return execution.run(path, environment=environment, timeout=timeout, on_cell=show)
    except (OSError, ValueError) as error:
        return execution.Outcome(failure=execution.Failure(None, str(error)))
    finally:
        progress.stop_task(task)


def _write_pages(outcomes: dict[Path, "Outcome"], folder: Path) -> None:
    from course_utils.pages import export_html

    for path, outcome in outcomes.items():
        if not outcome.failure:
            page = folder / f"{path.stem}.html"
            with _naming(page):
                export_html(outcome.notebook, path, page)


def _show_outcomes(outcomes: dict[Path, "Outcome"]) -> None:
    rows = []
    for path, outcome in outcomes.items():
        facts = path.stem, outcome.cells, outcome.claims, f"{outcome.seconds:.1f}", outcome.digits or "-"
        rows.append((*map(str, facts), "failed" if outcome.failure else "ok"))
    show_table(("lesson", "cells", "claims held", "seconds", "digits", "result"), rows)
    _exit_with({path: _failure(outcome) for path, outcome in outcomes.items()})


def _failure(outcome: "Outcome") -> list[str]:
    if not outcome.failure:
        return []
    cell = outcome.failure.cell_id
    return [f"cell {cell!r}: {outcome.failure.message}" if cell else outcome.failure.message]


def _objections(outcome: "Outcome", edited: bool) -> list[str]:
    """Return what stands against storing the outcome of a run."""
    from course_utils.notebook_form import form_faults, normalise

    if outcome.failure:
        return _failure(outcome)
    if edited:
        return ["the file was changed while the lesson ran; refresh it again"]
    return [fault.sentence for fault in form_faults(normalise(outcome.notebook))]


def _exit_with(sentences: dict[Path, list[str]]) -> None:
    """Show what stands against each lesson below the table; exit 1 if there is anything."""
    for path, found in sentences.items():
        for sentence in found:
            say(f"{path.stem}: {sentence}")
    if any(sentences.values()):
        raise typer.Exit(1)
