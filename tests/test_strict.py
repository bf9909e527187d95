import threading
import time

import pytest

from tests.strict import Failure, environment, find_notebooks, in_parallel, run_strictly
from tests.tiny_course import write_course, write_notebook


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """The outcome of a notebook in which cells pass and fail in several ways."""
    root = write_course(
        tmp_path_factory.mktemp("a course"),
        ("same", "print(2 + 2)", "4\n"),
        ("other", "print(2 + 3)", "4\n"),
        ("missing", "total = 5", "5\n"),
        ("claim", "class ClaimError(AssertionError): pass\nraise ClaimError('no')", ""),
        ("broken", "1 / 0", ""),
        ("threads", "import os\nprint(os.environ['OMP_NUM_THREADS'])", "1\n"),
    )
    return run_strictly(root, find_notebooks(root), environment())


def test_cells_that_print_what_is_stored_pass(mixed):
    assert mixed.passed == 2
    assert mixed.seconds > 0


def test_cells_that_fail_are_named_with_what_caught_them(mixed):
    caught = {failure.cell: failure.kind for failure in mixed.failures}
    assert caught == {"other": "output", "missing": "output", "claim": "claim", "broken": "error"}
    assert {failure.notebook for failure in mixed.failures} == {"notebooks/00_tiny.ipynb"}


def test_a_report_says_what_differed_in_plain_text(mixed):
    reports = {failure.cell: failure.report for failure in mixed.failures}
    assert "- 5" in reports["other"]
    assert "+ 4" in reports["other"]
    assert "ZeroDivisionError: division by zero" in reports["broken"]
    assert not any("x1B" in report or "\x1b" in report for report in reports.values())


def test_a_run_can_stop_at_the_first_failure(tmp_path):
    cells = [(name, "print(1)", "2\n") for name in ("first", "second")]
    root = write_course(tmp_path, *cells)
    run = run_strictly(root, find_notebooks(root), environment(), "-x")
    assert [failure.cell for failure in run.failures] == ["first"]


def test_what_nbval_cannot_run_is_no_failed_cell(tmp_path):
    with pytest.raises(RuntimeError, match=r"nbval did not run: (.|\n)*missing\.ipynb"):
        run_strictly(tmp_path, [tmp_path / "missing.ipynb"], environment())


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        ("Cell 1: Cell outputs differ\n\nmismatch 'stdout'", "output"),
        ("Cell execution caused an exception\nClaimError: [03-x] does not hold here", "claim"),
        ("Cell execution caused an exception\nNameError: name 'x' is not defined", "error"),
        ("Timeout of 60 seconds exceeded executing cell\nKeyboardInterrupt", "timeout"),
    ],
)
def test_kind(report, kind):
    assert Failure("03.ipynb", "x", report).kind == kind


def test_environment_starts_from_the_defaults(monkeypatch):
    monkeypatch.setenv("RNN_COURSE_DIGITS", "mnist")
    monkeypatch.setenv("RNN_COURSE_WRITING", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--nbval-lax")
    monkeypatch.setenv("OTHER", "kept")
    variables = environment(OMP_NUM_THREADS="2")
    assert variables["RNN_COURSE_DIGITS"] == "stand-in"
    assert variables["RNN_COURSE_OFFLINE"] == "1"
    assert variables["OMP_NUM_THREADS"] == "2"
    assert variables["OTHER"] == "kept"
    assert not {"RNN_COURSE_WRITING", "PYTEST_ADDOPTS"} & set(variables)


def test_find_notebooks(tmp_path):
    wanted = ["03_b.ipynb", "10_a.ipynb", "assignments/x/03_x.ipynb"]
    for name in [*wanted, ".ipynb_checkpoints/03_b-checkpoint.ipynb"]:
        write_notebook(tmp_path / "notebooks" / name)
    assert [path.as_posix() for path in find_notebooks(tmp_path)] == [f"notebooks/{name}" for name in wanted]
    assert [path.name for path in find_notebooks(tmp_path, ["03"])] == ["03_b.ipynb", "03_x.ipynb"]
    with pytest.raises(ValueError, match=r"lesson is '04'; wanted is .* one of 03_b, 10_a, 03_x"):
        find_notebooks(tmp_path, ["03", "04"])
    with pytest.raises(ValueError, match=r"holds no notebook"):
        find_notebooks(tmp_path / "empty")


def test_in_parallel_keeps_the_order_and_the_number_of_jobs():
    running, most, lock = 0, 0, threading.Lock()

    def work(item):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01 * (5 - item))
        with lock:
            running -= 1
        return item

    assert list(in_parallel(work, range(5), 2)) == [0, 1, 2, 3, 4]
    assert most == 2


def test_in_parallel_drops_what_waits_when_stopped():
    started = []

    def work(item):
        started.append(item)
        time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(in_parallel(work, range(50), 1))
    assert len(started) < 50
