"""The commands `course class ...`. What a command needs is imported inside it, so that help comes at once."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course_utils.classroom import reports
from course_utils.console import say

if TYPE_CHECKING:
    from course_utils.classroom.batch import Graded
    from course_utils.classroom.folder import ClassFolder
    from course_utils.classroom.intake.collecting import Collected
    from course_utils.classroom.submission import Submission

app = typer.Typer(no_args_is_help=True, help="Assignments for a class: release, collect, grade, give back.")

INTERRUPTED = 130  # the exit status that shells know


class Format(StrEnum):
    """For whom marks are exported."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"


Name = Annotated[str, typer.Argument(metavar="NAME", help="The assignment, such as cells_and_shapes.")]
Class = Annotated[
    Path | None,
    typer.Option("--class", metavar="DIR", help="The class folder; else it is looked for from here upwards."),
]


@app.command(epilog="Example: course class new ../spring")
def new(
    path: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder outside the course.")],
) -> None:
    """Make the folder of a class: settings, roster, nbgrader's configuration, secret."""
    with _one_sentence():
        from course_utils.classroom.folder import new_class
        from course_utils.classroom.nbgrader_library import expect_nbgrader

        expect_nbgrader()
        folder = new_class(path)
        say(f"{folder.path} is ready. Enter the students in roster.csv, and look into class.toml.")


@app.command(epilog="Example: course class release cells_and_shapes")
def release(
    name: Name,
    place: Class = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="The assignment's folder, if not the course's."),
    ] = None,
) -> None:
    """Prove that an assignment is sound, and make the notebook for students. Exit 1 if it is not."""
    with _one_sentence(), _writing(place) as folder:
        from course_utils.classroom.release import release as make_release

        with reports.progress() as display:
            findings = make_release(folder, name, source, reports.tasks(display))
        reports.show_findings(findings)
        failed = sum(not finding.holds for finding in findings)
        if failed:
            typer.echo(f"{name} is not released: {failed} of {len(findings)} checks do not hold", err=True)
            raise typer.Exit(1)
        say(f"{name} is released: {len(findings)} checks hold. Give students {folder.release_notebook(name)}")
        if any(folder.results(name).glob("*/*.json")):
            say(f"Results of the release before stay; `course class grade {name} --again` judges anew.")


@app.command(epilog="Example: course class collect cells_and_shapes downloads/submissions.zip")
def collect(
    name: Name,
    source: Annotated[
        Path,
        typer.Argument(metavar="FROM", help="A folder or zip file of submissions, or nbgrader's exchange."),
    ],
    place: Class = None,
    received: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="When all of it came in, such as 2030-01-31T23:59+01:00."),
    ] = None,
) -> None:
    """Take in what students handed in, one attempt each. Exit 1 if anything is refused."""
    with _one_sentence(), _writing(place) as folder:
        folder.expect_released(name)
        refused = reports.show_collected(_collect(folder, name, source, _time(received)))
        _say_who_is_late(folder, name)
        if refused:
            raise typer.Exit(1)


@app.command(epilog="Example: course class grade cells_and_shapes --workers 2")
def grade(
    name: Name,
    place: Class = None,
    student: Annotated[str | None, typer.Option(metavar="ID", help="Only this student.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many at a time.")] = os.cpu_count() or 1,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Load torch anew for each submission; slower.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Also what has a result already.")] = False,
    trust_files: Annotated[
        bool, typer.Option("--trust-files", help="Where no sandbox works, run the files with your rights.")
    ] = False,
) -> None:
    """Grade new attempts in a sandbox and write the marks into the gradebook. Exit 1 if one has no result."""
    with _one_sentence(), _writing(place) as folder:
        from course_utils.classroom.gradebook import write_marks

        folder.expect_released(name)
        outcomes = _grade(folder, name, _waiting(folder, name, student, again), workers, fresh, trust_files)
        written = write_marks(folder, name)
        failed = reports.show_outcomes(outcomes)
        say(f"Marks written into the gradebook for {name}: {written}.")
        if failed:
            raise typer.Exit(1)


@app.command(epilog="Example: course class feedback cells_and_shapes")
def feedback(name: Name, place: Class = None) -> None:
    """Write a page for each student: marks, reasons, comments and the student's own code."""
    with _one_sentence(), _writing(place) as folder:
        from course_utils.classroom.feedback import write_feedback

        folder.expect_released(name)
        written = write_feedback(folder, name)
        _say_who_is_ungraded(folder, name)
        say(f"{len(written)} pages are in {folder.path / 'feedback'}, as <student>/{name}/{name}.html")


@app.command(epilog="Example: course class export cells_and_shapes --format canvas")
def export(
    name: Name,
    place: Class = None,
    form: Annotated[Format, typer.Option("--format", help="For whom.")] = Format.csv,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else into exports/.")] = None,
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help="Leave marks empty that are not final.")
    ] = False,
) -> None:
    """Write the marks as a table; who has handed in nothing has an empty field."""
    with _one_sentence(), _writing(place) as folder:
        from course_utils.classroom.export import export as write_export

        folder.expect_released(name)
        written = write_export(folder, name, form, output, incomplete)
        for sentence in written.sentences:
            say(sentence)
        say(f"The marks are in {written.path}")


@app.command(epilog="Example: course class status")
def status(place: Class = None) -> None:
    """Show how far each assignment has come."""
    with _one_sentence():
        from course_utils.classroom.status import standing

        folder = _find(place)
        settings, released = folder.settings(), folder.assignments()
        say(f"{settings.name}: {len(folder.roster())} in the roster")
        reports.show_standing([standing(folder, name) for name in released])
        if unknown := sorted(settings.plans.keys() - set(released)):
            say(f"class.toml names assignments that are not released: {', '.join(unknown)}")


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Let what goes wrong inside the block be said in one sentence; exit 1."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except (OSError, RuntimeError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo("Interrupted; what is finished is kept, and the same command does the rest.", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _find(place: Path | None) -> "ClassFolder":
    from course_utils.classroom.folder import find_class
    from course_utils.classroom.nbgrader_library import expect_nbgrader

    expect_nbgrader()
    return find_class(place)


@contextmanager
def _writing(place: Path | None) -> Iterator["ClassFolder"]:
    folder = _find(place)
    with folder.lock():
        yield folder


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise ValueError(
            f"--received is {text!r}; wanted is a time with its distance from UTC, "
            "such as 2030-01-31T23:59+01:00"
        )
    return time.astimezone(UTC)


def _collect(folder: "ClassFolder", name: str, source: Path, received: datetime | None) -> "list[Collected]":
    from course_utils.classroom.batch import limits
    from course_utils.classroom.intake.collecting import Assignment, collect

    largest = limits(folder).file_size
    files = {file: largest for question in folder.questions(name) for file in question.files}
    assignment = Assignment(name, folder.release_notebook(name), folder.collected(name), files)
    return collect(assignment, source, folder.roster().values(), received=received)


def _say_who_is_late(folder: "ClassFolder", name: str) -> None:
    from course_utils.classroom.records import attempts

    deadline = folder.settings().plan(name).deadline
    if deadline is None:
        return
    came = {student: attempts(folder, name, student) for student in folder.roster()}
    late = [student for student, found in came.items() if found and found[-1].arrival > deadline]
    if late:
        say(
            f"After the deadline: {', '.join(late)}. If they came earlier, collect the same source once more "
            "with --received TIME."
        )


def _say_who_is_ungraded(folder: "ClassFolder", name: str) -> None:
    from course_utils.classroom.records import ungraded

    if behind := ungraded(folder, name, folder.roster()):
        say(f"Not graded yet: {', '.join(behind)}. Their pages, if any, are of an earlier attempt.")


def _waiting(folder: "ClassFolder", name: str, student: str | None, again: bool) -> "list[Submission]":
    from course_utils.classroom.records import to_grade

    students = folder.roster()
    if student is not None and student not in students:
        raise ValueError(f"--student is {student!r}, who is not in {folder.path / 'roster.csv'}")
    wanted = list(students) if student is None else [student]
    return [attempt for id in wanted for attempt in to_grade(folder, name, id, again)]


def _grade(
    folder: "ClassFolder",
    name: str,
    waiting: "list[Submission]",
    workers: int,
    fresh: bool,
    trust_files: bool,
) -> "list[Graded]":
    from course_utils.classroom import batch

    if not waiting:
        return []
    rung, workers = batch.choose_rung(trust_files), min(workers, len(waiting))
    say(f"Isolated by: {rung.name}")
    outcomes = []
    graded = batch.grade_batch(folder, waiting, folder.questions(name), rung, workers, fresh)
    with reports.progress() as display, closing(graded):
        task = display.add_task(name, total=len(waiting))
        for outcome in graded:
            outcomes.append(outcome)
            display.advance(task)
    return outcomes
