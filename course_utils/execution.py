"""Lessons executed headless, each in a kernel of its own, and what came of it."""

import os
import re
import subprocess
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient
    from nbformat import NotebookNode

HEADLESS_ENVIRONMENT = {"TQDM_DISABLE": "1"}
STRICT_ENVIRONMENT = {**HEADLESS_ENVIRONMENT, "OMP_NUM_THREADS": "1"}
WRITING_ENVIRONMENT = {**STRICT_ENVIRONMENT, "RNN_COURSE_DEVICE": "cpu", "RNN_COURSE_WRITING": "1"}
CLAIM = re.compile(r"^✓ \[[\w-]+\] ", re.MULTILINE)
DIGITS = re.compile(r"^Digits: (MNIST|stand-in)\b", re.MULTILINE)
ANSI_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Failure:
    """Where and why a run stopped; ``cell_id`` is None where no cell was reached."""

    cell_id: str | None
    message: str


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Attributes:
        notebook: the executed notebook; None where the file is none.
        cells: code cells that ran to their end.
        claims: claims that held.
        digits: "MNIST" or "stand-in", as the lesson printed it; None where it did not.
        seconds: from before the kernel's start to after its end.
        failure: None after a clean run.
    """

    notebook: "NotebookNode | None" = None
    cells: int = 0
    claims: int = 0
    digits: str | None = None
    seconds: float = 0.0
    failure: Failure | None = None


def run(
    path: str | os.PathLike,
    *,
    environment: dict[str, str] = HEADLESS_ENVIRONMENT,
    timeout: int = 600,
    on_cell: Callable[[int, int], None] = lambda done, total: None,
    afterwards: str = "",
) -> Outcome:
    """Execute a notebook in a kernel of its own; the file is left alone.

    Args:
        path: the notebook; its folder is the kernel's current folder.
        environment: variables for the kernel beside those of this process.
        timeout: seconds that a cell may take.
        on_cell: called with the number of cells done and of all cells, first before the kernel starts.
        afterwards: code to run in the same kernel after the last cell; nothing of it stays in the notebook.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no notebook of format 4.
    """
    from nbclient.exceptions import CellControlSignal

    from course_utils.notebook_form import read_notebook

    notebook = read_notebook(path)
    cells = _cells_to_execute(notebook)
    started = time.perf_counter()
    done, reached, failure = 0, None, None
    on_cell(done, len(cells))
    try:
        with _kernel(notebook, Path(path).resolve().parent, environment, timeout) as client:
            for index, cell in cells:
                reached = cell.get("id", f"number {index + 1}")
                client.execute_cell(cell, index, execution_count=done + 1)
                done += 1
                on_cell(done, len(cells))
            if afterwards:
                reached = None
                _execute_beside(client, afterwards)
    except (CellControlSignal, RuntimeError) as error:
        failure = Failure(reached, _message(error, timeout))
    seconds = time.perf_counter() - started
    return Outcome(notebook, done, *_claims_and_digits(notebook), seconds, failure)


def _cells_to_execute(notebook: "NotebookNode") -> list[tuple[int, "NotebookNode"]]:
    """Empty all code cells of what is stored there; return those that are executed, with their places."""
    from course_utils.notebook_cells import has_tag

    cells = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            if cell.source.strip() and not has_tag(cell, "skip-execution"):
                cells.append((index, cell))
    return cells


def _execute_beside(client: "NotebookClient", source: str) -> None:
    """Execute a cell that is part of the notebook only as long as it runs."""
    from nbformat.v4 import new_code_cell

    client.nb.cells.append(new_code_cell(source))
    try:
        client.execute_cell(client.nb.cells[-1], len(client.nb.cells) - 1)
    finally:
        client.nb.cells.pop()


@contextmanager
def _kernel(
    notebook: "NotebookNode", folder: Path, environment: dict[str, str], timeout: int
) -> Iterator["NotebookClient"]:
    """Keep a kernel while the block runs; it is gone afterwards, whatever happens, Ctrl-C included."""
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_core.utils import ensure_event_loop, run_sync
    from nbclient import NotebookClient

    ensure_event_loop(prefer_selector_loop=True)  # on Windows ZeroMQ cannot wait in the usual loop
    manager = AsyncKernelManager(kernel_spec_manager=_this_python())
    client = NotebookClient(notebook, km=manager, timeout=timeout)
    variables = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"} | environment
    try:
        with client.setup_kernel(cleanup_kc=True, cwd=str(folder), env=variables, stderr=subprocess.DEVNULL):
            yield client
    finally:
        if manager.has_kernel:
            run_sync(manager.shutdown_kernel)(now=True)


def _this_python() -> "KernelSpecManager":
    """Offer one kernel, that of the running Python, whatever else is installed under its name."""
    from ipykernel.kernelspec import RESOURCES, get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())

    return ThisPython()


def _message(error: Exception, timeout: int) -> str:
    if isinstance(error, TimeoutError):
        return f"still running after {timeout} seconds"
    text = f"{error.ename}: {error.evalue}" if hasattr(error, "ename") else str(error)
    return textwrap.shorten(ANSI_ESCAPE.sub("", text), width=300, placeholder=" …")


def _claims_and_digits(notebook: "NotebookNode") -> tuple[int, str | None]:
    from course_utils.notebook_cells import code_cells, texts

    printed = "\n".join(text for cell in code_cells(notebook) for text in texts(cell))
    digits = DIGITS.search(printed)
    return len(CLAIM.findall(printed)), digits[1] if digits else None
