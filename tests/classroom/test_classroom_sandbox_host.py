import os
import subprocess
import sys

import pytest

from course_utils.classroom.sandbox.nursery import PACKAGE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="submissions do not run on Windows itself")
def test_the_program_ends_when_nobody_gives_orders():
    program = [sys.executable, "-c", SCRIPT]
    run = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)
    assert (run.stdout, run.stderr, run.returncode) == ("b'ready'\n0\n", "", 0)


SCRIPT = """
import socket, subprocess, sys
ours, theirs = socket.socketpair()
command = [sys.executable, "-I", "-m", "course_utils.classroom.sandbox.host", str(theirs.fileno())]
program = subprocess.Popen(command, pass_fds=[theirs.fileno()])
theirs.close()
print(ours.recv(5))
ours.close()
print(program.wait(30))
"""


def test_the_program_loads_nothing_that_marks():
    script = (
        "import sys, course_utils.classroom.sandbox.host\n"
        "print([name for name in sys.modules if name.startswith('course_utils')])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = run.stdout
    assert "course_utils.classroom.sandbox.requests" in loaded
    for name in ("question", "draw", "loading", "grading", "records", "gradebook", "release"):
        assert f".{name}'" not in loaded
    assert PACKAGE.is_dir()
