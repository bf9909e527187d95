import json
import shutil
import sys

import pytest

from course_utils.classroom.intake import limited
from course_utils.classroom.intake.refusal import Refusal
from course_utils.classroom.isolation.ladder import rung_named
from tests.classroom.handing_in import ANSWER, answered, packed, write


@pytest.fixture
def opened(tmp_path):
    """Return a function that gives the descriptor of an open file with some bytes."""
    files = []

    def make(content):
        files.append(write(tmp_path / str(len(files)), content).open("rb"))
        return files[-1].fileno()

    yield make
    for file in files:
        file.close()


@pytest.fixture
def program(monkeypatch):
    """Return a function that puts another program in the place of the limited process."""

    def put(text):
        monkeypatch.setattr(limited, "isolated", lambda *_: [sys.executable, "-S", "-c", text])

    return put


def test_a_notebook_is_read(opened):
    cells, remarks, content = limited.notebook(opened(answered()), None, 100_000)
    assert cells[2].source == ANSWER
    assert remarks == []
    assert content == answered()


def test_an_archive_and_what_is_in_it_is_read(opened):
    content = packed({"ada/small.ipynb": answered(), "../a": b"1"})
    assert [entry.name for entry in limited.listed(opened(content))] == ["ada/small.ipynb", "../a"]
    assert limited.notebook(opened(content), 0, 100_000)[2] == answered()
    assert limited.ask(opened(content), "file", 1, 10).content == b"1"


def test_a_refusal_comes_through(opened):
    with pytest.raises(Refusal, match="no notebook"):
        limited.notebook(opened(b"{}"), None, 10)


def test_a_process_that_does_not_start_is_nobodys_fault(opened, program):
    program("raise SystemExit(1)")
    with pytest.raises(RuntimeError, match="does not start: try `course doctor`"):
        limited.ask(opened(b""), "file")


def test_a_process_that_dies_or_takes_too_long_is_a_refusal(opened, program, monkeypatch):
    program("print('ready', flush=True); import os; os.abort()")
    with pytest.raises(Refusal, match="more time or memory"):
        limited.ask(opened(b""), "file")
    program("print('ready', flush=True); import time; time.sleep(60)")
    monkeypatch.setattr(limited, "SECONDS", 0.5)
    with pytest.raises(Refusal, match="more than 0.5 seconds"):
        limited.ask(opened(b""), "file")


CELL = ["code", "a", "a", False, "1"]


@pytest.mark.parametrize(
    "header",
    [
        "{", "[]", "7", "[" * 100_000, "{}", '{"refusal": 7}',
        *(
            json.dumps({"cells": cells, "remarks": remarks})
            for cells, remarks in (
                (7, []), ([7], []), ([CELL[:-1]], []), ([[*CELL, 1]], []), ([["shell", *CELL[1:]]], []),
                ([[*CELL[:-1], 1]], []), ([[*CELL[:-1], "\ud800"]], []), ([CELL], 7), ([CELL], [7]),
                ([CELL] * 2_001, []), ([[*CELL[:-1], "x" * 1_500_000]] * 2, []),
            )
        ),
    ],
)  # fmt: skip
def test_an_answer_of_another_form_is_a_refusal(opened, program, tmp_path, header):
    path = write(tmp_path / "answer", b"ready\n" + header.encode() + b"\n")
    program(f"import sys; sys.stdout.buffer.write(open({str(path)!r}, 'rb').read())")
    with pytest.raises(Refusal, match="no usable answer"):
        limited.notebook(opened(b""), None, 10)


def test_an_unsafe_path_is_a_fault_even_if_the_process_says_otherwise(opened, program):
    program("""print('ready\\n{"entries": [[0, "../a", ""]]}')""")
    assert limited.listed(opened(b""))[0].fault


def test_the_command_runs_inside_bubblewrap_where_that_works(monkeypatch):
    monkeypatch.setattr(limited, "best_rung", lambda: rung_named("trusted"))
    assert limited.isolated(["python"], {}) == ["python"]
    monkeypatch.setattr(limited, "best_rung", lambda: rung_named("bubblewrap"))
    monkeypatch.setattr(shutil, "which", str)
    assert "bwrap" in limited.isolated(["python"], {})
