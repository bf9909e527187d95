"""Plant faults in a copy of the package and see whether the lessons notice (`make mutants`).

A lesson whose stored output survives a fault in the package teaches something that it does not check. The
faults are listed in mutants.toml.
"""

import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from tests.strict import Failure, StrictRun, environment, find_notebooks, in_parallel, run_strictly

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_name("mutants.toml")
PACKAGE = "course_utils"
COPIED = (PACKAGE, "notebooks", "conftest.py", "pyproject.toml")
CAUGHT_BY = ("claim", "output", "error")  # a cell that only took too long has noticed nothing


class Mutant(NamedTuple):
    """A fault: in the module, the text ``old`` becomes ``new``; ``why`` says what is wrong with that."""

    name: str
    module: str
    old: str
    new: str
    why: str

    @property
    def file(self) -> str:
        """Where the module lies below the package."""
        return f"{self.module.replace('.', '/')}.py"

    def applied(self, source: str) -> str:
        """Return the module's source with the fault.

        Raises:
            ValueError: ``old`` does not stand there exactly once, or equals ``new``.
        """
        count = source.count(self.old)
        if count != 1 or self.old == self.new:
            raise ValueError(
                f"mutant {self.name!r} replaces {self.old!r}, which stands {count} times in "
                f"{self.file}; wanted is once, and another text in its place"
            )
        return source.replace(self.old, self.new)


class Trial(NamedTuple):
    """What came of a mutant: the first cell that failed, or None where every cell passed."""

    mutant: Mutant
    failure: Failure | None
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether a cell failed, and not only for taking too long."""
        return self.failure is not None and self.failure.kind in CAUGHT_BY


def load_mutants(path: Path = LIST) -> list[Mutant]:
    """Read the list of mutants.

    Raises:
        ValueError: an entry lacks a field or has one too many, or two have one name.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    for entry in entries:
        if set(entry) != set(Mutant._fields):
            raise ValueError(f"mutant {entry} has other fields than {', '.join(Mutant._fields)}")
    mutants = [Mutant(**entry) for entry in entries]
    names = [mutant.name for mutant in mutants]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"mutant {name!r} is listed {names.count(name)} times; wanted is once")
    return mutants


def select(only: list[str]) -> list[Mutant]:
    """Return the mutants of these names; all without a name.

    Raises:
        ValueError: no mutant is called so.
    """
    mutants = load_mutants()
    names = [mutant.name for mutant in mutants]
    for name in only:
        if name not in names:
            raise ValueError(f"only is {name!r}; wanted is one of {', '.join(names)}")
    return [mutant for mutant in mutants if not only or mutant.name in only]


def plant(mutant: Mutant | None, root: Path, folder: Path) -> None:
    """Copy what the lessons need from ``root`` to ``folder``, with the fault if there is one."""
    for name in COPIED:
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(root / name, folder / name, ignore=ignored)
        elif (root / name).exists():
            shutil.copy(root / name, folder)
    if mutant:
        path = folder / PACKAGE / mutant.file
        path.write_text(mutant.applied(path.read_text(encoding="utf-8")), encoding="utf-8")


def run_copy(mutant: Mutant | None, root: Path, lessons: list[str]) -> StrictRun:
    """Run the lessons on a copy of the package, with data of its own, up to the first cell that fails."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        plant(mutant, root, folder)
        path = os.pathsep.join(filter(None, (name, os.environ.get("PYTHONPATH"))))
        return run_strictly(folder, find_notebooks(folder, lessons), environment(PYTHONPATH=path), "-x")


def try_mutants(root: Path, mutants: list[Mutant], lessons: list[str], jobs: int) -> Iterator[Trial]:
    """Run the lessons on each mutant and yield what came of it.

    Raises:
        RuntimeError: the lessons fail without any fault, so that their failing would say nothing.
        ValueError: a mutant does not fit its module, or there is no such lesson.
    """
    find_notebooks(root, lessons)
    for mutant in mutants:
        mutant.applied((root / PACKAGE / mutant.file).read_text(encoding="utf-8"))

    def run(mutant: Mutant | None) -> StrictRun:
        return run_copy(mutant, root, lessons)

    runs = in_parallel(run, [None, *mutants], jobs)
    for failure in next(runs).failures:
        raise RuntimeError(f"{failure.notebook} fails without a mutant in {failure.cell}: {failure.report}")
    for mutant, outcome in zip(mutants, runs, strict=True):
        yield Trial(mutant, outcome.failures[0] if outcome.failures else None, outcome.seconds)


def report(console: Console, trials: Iterable[Trial]) -> list[Trial]:
    """Print a line for each trial as it comes; one that nobody noticed with what a learner would get."""
    reported = []
    for trial in trials:
        outcome = "killed" if trial.killed else f"SURVIVED: {trial.mutant.why}"
        console.print(f"{trial.mutant.name}: {outcome}", highlight=False, soft_wrap=True)
        reported.append(trial)
    return reported


def table(trials: list[Trial]) -> Table:
    """Return the trials as a table: which cell noticed each fault, and by what."""
    result = Table(title="Faults planted in the package")
    result.add_column("mutant", no_wrap=True)
    result.add_column("cell that failed")
    result.add_column("by")
    result.add_column("seconds", justify="right")
    for trial in trials:
        noticed = (trial.failure.cell, trial.failure.kind) if trial.failure else ("none", "")
        style = None if trial.killed else "red"
        result.add_row(trial.mutant.name, *noticed, f"{trial.seconds:.0f}", style=style)
    return result


def main(
    lessons: Annotated[list[str] | None, typer.Argument(help="Beginnings of notebooks' names: 03.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Names of mutants.")] = None,
    names: Annotated[bool, typer.Option("--list", help="Only list the mutants.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Runs at a time.")] = os.cpu_count() or 1,
) -> None:
    """Plant each fault in a copy of the package and run the lessons on it. Exit 1 if one goes unnoticed.

    Example: python -m tests.mutants 03 --only time-reversed
    """
    console = Console()
    try:
        mutants = select(only or [])
        if names:
            console.print(*[f"{m.name}: {m.why}" for m in mutants], sep="\n", highlight=False, soft_wrap=True)
            return
        trials = report(console, try_mutants(ROOT, mutants, lessons or [], jobs))
    except (RuntimeError, ValueError) as error:
        raise SystemExit(str(error)) from error
    console.print(table(trials))
    raise SystemExit(0 if all(trial.killed for trial in trials) else 1)


if __name__ == "__main__":
    typer.run(main)
