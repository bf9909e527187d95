import subprocess
import sys

import pytest

SCRIPT = """
from course_utils.classroom.sandbox.cells import make_shell, run_cell
shell = make_shell()
print(repr(run_cell(shell, {source!r})))
print(sorted(name for name in shell.user_ns if name in ("a", "b", "f")))
"""


def run(source):
    command = [sys.executable, "-c", SCRIPT.format(source=source)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return lines[-2].strip("'\""), lines[-1]


@pytest.mark.parametrize(
    "source",
    [
        "a = 1",
        "a = 1\na",
        "%matplotlib inline\na = 1",
        "%%capture\na = 1",
        "import asyncio\nawait asyncio.sleep(0)\na = 1",
        "display(1)\na = 1",
        "!true\na = 1",
        "import warnings; warnings.warn('old')\na = 1",
        "import builtins\na = 1",
        "%load_ext autoreload\n%autoreload 2\na = 1",
        "%timeit -n 1 -r 1 1\na = 1",
        "a = 1\n%who",
    ],
)
def test_cells_run_as_in_a_notebook(source):
    assert run(source) == ("", "['a']")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a = 1\nraise ValueError('no  good\\nat all')", "ValueError: no good at all"),
        ("a = 1\ninput()", "EOFError"),
        ("a = 1\nimport sys\nsys.exit(3)", "SystemExit: 3"),
        ("a = 1\nraise KeyboardInterrupt", "KeyboardInterrupt"),
        ("a = 1\nassert False", "AssertionError"),
    ],
)
def test_what_stops_a_cell_is_told_and_what_it_did_before_stays(source, message):
    came, names = run(source)
    assert came.startswith(message)
    assert names == "['a']"


def test_a_cell_that_is_no_code_does_nothing():
    message, names = run("a = = 1")
    assert message.startswith("SyntaxError")
    assert names == "[]"


def test_a_message_is_short():
    message, _ = run("raise ValueError('word ' * 1000)")
    assert len(message) <= 300
