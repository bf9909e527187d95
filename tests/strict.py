"""Run notebooks under nbval's strict comparison, in a process of its own, and read what came of it."""

import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

NBVAL = ("--nbval", "--nbval-current-env")
PATIENCE = ("--nbval-cell-timeout", "600")  # plain instructions on a busy machine take their time
RAN = (
    0,
    1,
)  # pytest's exit codes for "all passed" and "some failed"; any other one means that it did not run
COLOUR = re.compile(r"(?:#x1B|\x1b)\[[\d;]*m")
DEFAULTS = {
    "OMP_NUM_THREADS": "1",
    "RNN_COURSE_DEVICE": "cpu",
    "RNN_COURSE_DIGITS": "stand-in",
    "RNN_COURSE_OFFLINE": "1",
}


class Failure(NamedTuple):
    """A cell that failed: its notebook, its id, and nbval's words on what differed."""

    notebook: str
    cell: str
    report: str

    @property
    def kind(self) -> str:
        """What caught it: a "claim", stored "output" that differs, a "timeout" or another "error"."""
        signs = {"Timeout of": "timeout", "ClaimError": "claim", "Cell outputs differ": "output"}
        return next((kind for sign, kind in signs.items() if sign in self.report), "error")


class StrictRun(NamedTuple):
    """The outcome of one run: how many cells passed, which failed, and the seconds it took."""

    passed: int
    failures: tuple[Failure, ...]
    seconds: float


def find_notebooks(root: Path, lessons: Iterable[str] = ()) -> list[Path]:
    """Return the notebooks under ``root``/notebooks, relative to it; ``lessons`` are beginnings of names.

    Raises:
        ValueError: there is no notebook, or none with a name that begins like one of the lessons.
    """
    paths = (path.relative_to(root) for path in (root / "notebooks").rglob("*.ipynb"))
    found = sorted(path for path in paths if not any(part.startswith(".") for part in path.parts))
    if not found:
        raise ValueError(f"{root / 'notebooks'} holds no notebook")
    for lesson in lessons:
        if not any(path.name.startswith(lesson) for path in found):
            names = ", ".join(path.stem for path in found)
            raise ValueError(f"lesson is {lesson!r}; wanted is the beginning of one of {names}")
    return [path for path in found if not lessons or path.name.startswith(tuple(lessons))]


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with the course's settings at their defaults, then ``changes``."""
    ours = ("PYTEST_", "RNN_COURSE_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | DEFAULTS | changes


def run_strictly(root: Path, notebooks: list[Path], variables: dict[str, str], *options: str) -> StrictRun:
    """Run the notebooks below ``root`` with exactly these environment variables.

    Raises:
        RuntimeError: nbval could not run at all; the message ends with what it printed.
    """
    with TemporaryDirectory() as folder:
        record = Path(folder) / "record.xml"
        command = [sys.executable, "-m", "pytest", *NBVAL, *PATIENCE, "-p", "no:cacheprovider", "--color=no"]
        command += [f"--junitxml={record}", *options, *map(str, notebooks)]
        started = time.perf_counter()
        process = subprocess.run(command, cwd=root, env=variables, capture_output=True, encoding="utf-8")
        seconds = time.perf_counter() - started
        if process.returncode not in RAN:
            raise RuntimeError(f"nbval did not run: {(process.stdout + process.stderr)[-2000:]}")
        passed, failures = _read_record(record, root, notebooks)
    return StrictRun(passed, failures, seconds)


def _read_record(record: Path, root: Path, notebooks: list[Path]) -> tuple[int, tuple[Failure, ...]]:
    names = {path.as_posix().replace("/", "."): path for path in notebooks}
    passed, failures = 0, []
    for case in ElementTree.parse(record).iter("testcase"):
        troubles = [*case.iter("failure"), *case.iter("error")]
        passed += len(case) == 0
        if troubles:
            path = names[case.get("classname")]
            cell = _cell_ids(root / path)[int(case.get("name").split()[1])]  # "Cell 3", or "Cell 3 [its-id]"
            report = "\n".join(COLOUR.sub("", trouble.text or "") for trouble in troubles)
            failures.append(Failure(path.as_posix(), cell, report))
    return passed, tuple(failures)


def _cell_ids(path: Path) -> list[str]:
    """Return the ids of the code cells."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell["id"] for cell in cells if cell["cell_type"] == "code"]


def in_parallel(work: Callable, items: Iterable, jobs: int) -> Iterator:
    """Yield ``work(item)`` in order, at most ``jobs`` at a time; what still waits when stopped is dropped."""
    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(work, items)
    finally:
        pool.shutdown(cancel_futures=True)
