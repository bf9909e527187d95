import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from course_utils.classroom.intake import worker
from course_utils.classroom.intake.refusal import Refusal
from tests.classroom.handing_in import ANSWER, answered, packed


@pytest.fixture
def given(monkeypatch):
    """Return a function that puts bytes on standard input."""

    def put(content):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))

    return put


def request(do, entry=None, most=100_000):
    return {"do": do, "entry": entry, "most": most}


def test_an_archive_is_listed(given):
    given(packed({"a": b"1"}))
    assert worker.answer(request("list")) == ({"entries": [(0, "a", "")]}, b"")


def test_a_file_is_given_back_from_an_archive_or_as_it_is(given):
    given(packed({"a": b"1"}))
    assert worker.answer(request("file", 0)) == ({}, b"1")
    given(b"2")
    assert worker.answer(request("file")) == ({}, b"2")


def test_a_notebook_is_read_and_given_back(given):
    given(answered())
    header, content = worker.answer(request("notebook"))
    assert content == answered()
    assert header["cells"][2].source == ANSWER
    assert header["remarks"] == []


def test_a_file_that_is_too_large_is_refused(given):
    given(b"123")
    with pytest.raises(Refusal, match="more than 2 bytes"):
        worker.answer(request("file", most=2))


def run(do, content, *prelude, most=100_000):
    """Run the program after a few statements of Python, in a process of its own."""
    program = "\n".join(["from course_utils.classroom.intake import worker", *prelude, "worker.main()"])
    command = [sys.executable, "-c", program, json.dumps(request(do, most=most))]
    return subprocess.run(command, input=content, capture_output=True, timeout=60)


def test_the_program_answers_in_two_lines_and_the_bytes():
    ready, header, content = run("file", b"1\n2").stdout.split(b"\n", 2)
    assert (ready + b"\n", json.loads(header), content) == (worker.READY, {}, b"1\n2")


def test_a_refusal_is_an_answer():
    header = run("notebook", b"{}").stdout.splitlines()[1]
    assert "no notebook" in json.loads(header)["refusal"]


def test_too_much_memory_is_a_refusal():
    prelude = "def full(_): raise MemoryError", "worker.answer = full"
    header = run("notebook", b"{}", *prelude).stdout.splitlines()[1]
    assert json.loads(header) == {"refusal": "Reading it takes too much memory."}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds all limits")
def test_the_process_is_limited():
    prelude = (
        "import resource",
        "names = worker.limits(10)",
        "found = lambda _: ({name: resource.getrlimit(getattr(resource, name)) for name in names}, b'')",
        "worker.answer = found",
    )
    header = run("file", b"", *prelude, most=10).stdout.splitlines()[1]
    assert json.loads(header) == {name: [value, value] for name, value in worker.limits(10).items()}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds all limits")
def test_a_notebook_that_fills_the_memory_is_refused():
    hungry = b'{"nbformat": 4, "x": [' + b"[[]]," * 5_000_000 + b"1]}"
    header = run("notebook", hungry, most=30_000_000).stdout.splitlines()[1]
    assert json.loads(header) == {"refusal": "Reading it takes too much memory."}


def test_a_system_without_limits_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(worker.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "resource", None)
    worker.limit_this_process(10)
