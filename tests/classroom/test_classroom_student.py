import time
from contextlib import closing
from dataclasses import replace

import psutil
import pytest
import torch

from course_utils.classroom.isolation.ladder import rung_named
from course_utils.classroom.sandbox.slot import Slot
from course_utils.classroom.student import MOST_STARTS, Student
from course_utils.classroom.submission import Cell
from tests.classroom.running import limits, submission, usable_rungs

DOUBLE = "def f(x):\n    return x * 2"


@pytest.fixture(scope="module", params=usable_rungs())
def slot(request):
    with closing(Slot(rung_named(request.param), limits())) as slot:
        yield slot


def call(student, *arguments):
    request = {"do": "call", "function": "f", "arguments": arguments, "takes": ("x",), "without": ()}
    return student.ask(request)


def ask(slot, *sources, **more):
    """Return the reply to f(tensor of ones) after the cells, and the cells that stopped."""
    with Student(submission(*sources, **more), slot) as student:
        return call(student, torch.ones(2)), student.stopped


def test_a_function_of_the_cells_is_called(slot):
    reply, stopped = ask(slot, "factor = 2", "def f(x):\n    return x * factor")
    assert torch.equal(reply["returned"], torch.full((2,), 2.0))
    assert stopped == {}


def test_nothing_is_left_from_one_submission_to_the_next(slot):
    ask(slot, DOUBLE, "import torch; torch.left = 1", "open('left.txt', 'w').close()")
    look = "import torch, os\ndef f(x):\n    return [hasattr(torch, 'left'), os.path.exists('left.txt')]"
    assert ask(slot, look)[0]["returned"] == [False, False]


def test_self_checks_of_the_release_do_not_run_but_a_cell_of_the_student_does(slot):
    cells = [Cell("f", DOUBLE, "solution"), Cell("f-self-check", "1 / 0", "release")]
    own = Cell("extra-1-self-check", "1 / 0", "extra")
    tried = replace(submission(), cells=(*cells, own))
    with Student(tried, slot) as student:
        assert "returned" in call(student, torch.ones(2))
        assert list(student.stopped) == ["extra-1-self-check"]


def test_a_cell_that_stops_is_told_and_the_others_run(slot):
    reply, stopped = ask(slot, "1 / 0", DOUBLE, "x = = 1", "input()")
    assert "returned" in reply
    assert {id: cell.message.partition(":")[0] for id, cell in stopped.items()} == {
        "cell-1": "ZeroDivisionError",
        "cell-3": "SyntaxError",
        "cell-4": "EOFError",
    }


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("import os; os._exit(0)", "Its process ends in the middle"),
        ("import ctypes; ctypes.string_at(0)", "Its process ends in the middle"),
        ("hoard = [bytearray(2**20) for _ in range(3000)]", ""),
        ("while True: pass", "It takes longer than the 5 seconds"),
    ],
)
def test_a_cell_that_ends_the_process_is_left_out_the_next_time(slot, cell, message):
    reply, stopped = ask(slot, cell, DOUBLE)
    assert "returned" in reply
    assert list(stopped) == ["cell-1"]
    assert message in stopped["cell-1"].message


def test_a_call_may_end_the_process_and_the_next_one_has_another(slot):
    with Student(submission("import os\ndef f(x):\n    return x if x else os._exit(1)"), slot) as student:
        assert call(student, 1)["returned"] == 1
        assert "Its process ends" in call(student, 0)["mistake"]
        assert call(student, 1)["returned"] == 1


def test_a_call_has_an_end(slot):
    started = time.monotonic()
    reply, _ = ask(slot, "def f(x):\n    while True: pass")
    assert reply == {"mistake": "It takes longer than the 3 seconds that it may."}
    assert time.monotonic() - started < 30


def test_a_process_that_ends_again_and_again_is_given_up(slot):
    with Student(submission("import os\ndef f(x):\n    os._exit(1)"), slot) as student:
        replies = [call(student, 0)["mistake"] for _ in range(MOST_STARTS + 2)]
    assert "ended 5 times; it is not started again" in replies[-1]


def test_all_cells_together_have_an_end():
    rung = rung_named("trusted")
    with closing(Slot(rung, limits(notebook_seconds=4.0))) as slot:
        reply, stopped = ask(slot, *["import time; time.sleep(2)"] * 4, DOUBLE)
    assert "the 4 seconds that it may" in reply["mistake"]
    assert stopped


@pytest.mark.parametrize(
    "source",
    [
        "import os\nfor d in range(3, 50):\n    try: os.write(d, b'\\xff' * 100)\n    except OSError: pass\n"
        "def f(x): return x * 2",
        "import os\ndef f(x):\n    for d in range(3, 50):\n"
        "        try: os.write(d, bytes(3) + b'\\2' + bytes(4) + b'{}')\n        except OSError: pass",
    ],
)
def test_bytes_in_the_pipe_are_no_answer(slot, source):
    reply, _ = ask(slot, source)
    assert "mistake" in reply
    assert "returned" in ask(slot, DOUBLE)[0]


def test_a_file_lies_in_the_students_folder(slot, tmp_path):
    file = tmp_path / "numbers.bin"
    file.write_bytes(bytes(range(256)))
    (tmp_path / "empty.bin").write_bytes(b"")
    files = {"numbers.bin": file, "empty.bin": tmp_path / "empty.bin"}
    source = "def f(x):\n    return [sum(open('numbers.bin', 'rb').read()), open('empty.bin').read()]"
    assert ask(slot, source, files=files)[0]["returned"] == [sum(range(256)), ""]


def test_no_process_is_left(slot):
    def others():
        nursery = psutil.Process(slot._nursery.process.pid)
        return {process.pid for process in nursery.children(recursive=True)}

    ask(slot, DOUBLE)
    before = others()
    ask(slot, "import os, time\nfor _ in range(5):\n    if os.fork() == 0: time.sleep(300)\n" + DOUBLE)
    deadline = time.monotonic() + 5
    while not others() <= before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert others() <= before
