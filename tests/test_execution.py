"""Headless execution: what an outcome tells, how failures are named, that no kernel stays."""

import _thread
import os
import signal
import sys
import threading

import psutil
import pytest
from nbformat import from_dict

from course_utils import execution
from course_utils.execution import HEADLESS_ENVIRONMENT, STRICT_ENVIRONMENT, Failure, run
from course_utils.notebook_form import METADATA, stored_text, write_atomically


def code(id, source, tags=(), outputs=()):
    metadata = {"tags": list(tags)} if tags else {}
    cell = {"cell_type": "code", "id": id, "metadata": metadata, "source": source}
    return cell | {"execution_count": 7, "outputs": list(outputs)}


def prose(id, source, tags=()):
    return {
        "cell_type": "markdown",
        "id": id,
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
    }


def notebook(*cells):
    return from_dict({"cells": list(cells), "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def lesson(tmp_path):
    """Write a notebook of the given cells and return its path."""

    def write(*cells):
        path = tmp_path / "99_small_lesson.ipynb"
        write_atomically(path, stored_text(notebook(*cells)))
        return path

    return write


def printed(outcome, cell_id):
    (cell,) = [cell for cell in outcome.notebook.cells if cell.id == cell_id]
    return "".join(output.get("text", "") for output in cell.outputs)


FACTS = """
import os, sys
print(os.getcwd())
print(sys.executable)
print(os.environ["TQDM_DISABLE"], os.environ["RNN_COURSE_DEVICE"])
"""


def test_a_clean_run_tells_cells_claims_digits_and_environment(lesson):
    stale = {"output_type": "stream", "name": "stdout", "text": "✓ [99-stale] no longer\n"}
    path = lesson(
        prose("title", "# A lesson"),
        code("opener", 'print("✓ [99-first-claim] yes")\nprint("no ✓ [99-not-a-claim] here")'),
        code("digits", 'print("Digits: stand-in, made from 1,797 digits.")', outputs=[stale]),
        code("never", "1 / 0", tags=["nbval-skip", "skip-execution"], outputs=[stale]),
        code("wrong", "1 / 0", tags=["raises-exception"]),
        code("facts", FACTS),
        code("second", '"✓ [99-second-claim] not printed alone"; print("✓ [99-second-claim] yes")'),
    )
    before, steps = path.read_bytes(), []
    environment = HEADLESS_ENVIRONMENT | {"RNN_COURSE_DEVICE": "cpu"}
    outcome = run(path, environment=environment, on_cell=lambda done, total: steps.append((done, total)))
    assert outcome.failure is None
    assert (outcome.cells, outcome.claims, outcome.digits) == (5, 2, "stand-in")
    assert steps == [(done, 5) for done in range(6)]
    assert outcome.seconds > 0
    folder, executable, variables = printed(outcome, "facts").splitlines()
    assert os.path.samefile(folder, path.parent)
    assert os.path.samefile(executable, sys.executable)
    assert variables == "1 cpu"
    counts = {cell.id: cell.execution_count for cell in outcome.notebook.cells if cell.cell_type == "code"}
    assert counts == {"opener": 1, "digits": 2, "never": None, "wrong": 3, "facts": 4, "second": 5}
    assert printed(outcome, "never") == ""
    assert path.read_bytes() == before


def test_a_lesson_that_prints_neither_has_no_claims_and_no_digits(lesson):
    outcome = run(lesson(code("quiet", "x = 'Digits: MNIST'\nprint(' Digits: MNIST')")))
    assert (outcome.cells, outcome.claims, outcome.digits) == (1, 0, None)


def test_figures_are_drawn_into_the_notebook_whatever_backend_the_shell_asks_for(lesson, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    outcome = run(lesson(code("figure", "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\nplt.show()")))
    assert [sorted(output.data) for output in outcome.notebook.cells[0].outputs] == [
        ["image/png", "text/plain"]
    ]


def test_a_failing_cell_is_named_and_ends_the_run(lesson):
    path = lesson(
        code("fine", 'print("✓ [99-held] yes")'),
        code("too-long", 'raise ValueError("\\x1b[31mL is 5\\x1b[0m;\\n wanted is 7" + 400 * " x")'),
        code("after", "x = 1"),
    )
    outcome = run(path)
    assert outcome.failure.cell_id == "too-long"
    assert outcome.failure.message.startswith("ValueError: L is 5; wanted is 7 x x")
    assert len(outcome.failure.message) <= 300
    assert "\x1b" not in outcome.failure.message
    assert (outcome.cells, outcome.claims) == (1, 1)
    assert outcome.notebook.cells[2].execution_count is None


def test_code_for_afterwards_runs_in_the_same_kernel_and_stays_in_no_cell(lesson, tmp_path):
    written = tmp_path / "written"
    path = lesson(code("fine", 'word = "kept"'))
    outcome = run(path, afterwards=f"from pathlib import Path\n\nPath({str(written)!r}).write_text(word)")
    assert outcome.failure is None
    assert written.read_text() == "kept"
    assert [cell.id for cell in outcome.notebook.cells] == ["fine"]
    assert outcome.cells == 1


def test_code_for_afterwards_that_fails_is_a_failure_of_no_cell(lesson):
    outcome = run(lesson(code("fine", "x = 1")), afterwards="x / 0")
    assert outcome.failure == Failure(None, "ZeroDivisionError: division by zero")
    assert [cell.id for cell in outcome.notebook.cells] == ["fine"]


def test_a_kernel_that_dies_is_a_failure_of_its_cell(lesson):
    outcome = run(lesson(code("fine", "x = 1"), code("deadly", "import os\n\nos._exit(1)")))
    assert outcome.failure == Failure("deadly", "Kernel died")


def test_a_cell_that_takes_too_long_is_a_failure(lesson):
    outcome = run(lesson(code("slow", "import time\n\ntime.sleep(60)")), timeout=1)
    assert outcome.failure == Failure("slow", "still running after 1 seconds")


def test_a_kernel_that_does_not_start_is_a_failure_of_no_cell(lesson, monkeypatch):
    broken = {"argv": [sys.executable, "-c", "raise SystemExit(1)"], "language": "python"}
    monkeypatch.setattr("ipykernel.kernelspec.get_kernel_dict", lambda: broken)
    outcome = run(lesson(code("never", "x = 1")))
    assert outcome.failure.cell_id is None
    assert "died" in outcome.failure.message
    assert outcome.cells == 0


@pytest.fixture
def heeds_ctrl_c():
    """Let this process heed Ctrl+C, also where it was started in the background and ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_leaves_no_kernel_behind(lesson):
    def interrupt(done, total):
        if done == 1:
            threading.Timer(0.2, _thread.interrupt_main).start()

    path = lesson(
        code("pid", "import os, pathlib\n\npathlib.Path('pid').write_text(str(os.getpid()))"),
        code("slow", "import time\n\ntime.sleep(60)"),
    )
    with pytest.raises(KeyboardInterrupt):
        run(path, on_cell=interrupt)
    assert not psutil.pid_exists(int((path.parent / "pid").read_text()))


def test_ctrl_c_while_the_kernel_starts_leaves_none_behind(lesson, monkeypatch):
    from nbclient import NotebookClient

    kernels = []

    def interrupted(client):
        kernels.append(client.km.provisioner.pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(NotebookClient, "start_new_kernel_client", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(lesson(code("never", "x = 1")))
    assert kernels
    assert not psutil.pid_exists(kernels[0])


def test_what_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text("{}")
    with pytest.raises(ValueError, match="no notebook of format 4"):
        run(path)


def test_strict_runs_differ_from_headless_ones_by_one_thread():
    assert set(STRICT_ENVIRONMENT.items()) - set(HEADLESS_ENVIRONMENT.items()) == {("OMP_NUM_THREADS", "1")}
    assert execution.WRITING_ENVIRONMENT.items() > STRICT_ENVIRONMENT.items()
