"""Memory of a family of processes, and its end."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from course_utils.classroom.isolation import watch
from course_utils.classroom.isolation.limits import MEBIBYTE, Limits
from course_utils.classroom.isolation.watch import MemoryWatch, kill_tree

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this system")
FAMILY = r"""
import os, sys, time
block = os.urandom(int(sys.argv[1]) * 2**20)
for _ in range(2):
    if os.fork() == 0:
        own = os.urandom(int(sys.argv[2]) * 2**20)
        os.write(1, b"up\n")
        time.sleep(60)
time.sleep(60)
"""


@pytest.fixture
def family():
    made = []

    def start(shared, own):
        command = [sys.executable, "-c", FAMILY, str(shared), str(own)]
        made.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True))
        assert [made[-1].stdout.readline() for _ in range(2)] == ["up\n"] * 2
        return made[-1].pid

    yield start
    for process in made:
        kill_tree(process.pid)
        process.communicate()


def test_memory_of_all_is_summed_and_shared_memory_counts_once(family):
    little = MemoryWatch(family(0, 0), Limits()).used()
    shared = MemoryWatch(family(60, 0), Limits()).used() - little
    own = MemoryWatch(family(0, 60), Limits()).used() - little
    if sys.platform == "linux":
        assert 55 * MEBIBYTE < shared < 80 * MEBIBYTE
    assert 110 * MEBIBYTE < own < 140 * MEBIBYTE


def test_the_limit(family):
    pid = family(0, 50)
    assert MemoryWatch(pid, Limits(memory=64 * MEBIBYTE)).exceeded()
    assert not MemoryWatch(pid, Limits(memory=1024 * MEBIBYTE)).exceeded()


def test_where_shares_cannot_be_read_all_counts(family, monkeypatch):
    def refuse(self):
        raise psutil.AccessDenied(self.pid)

    pid = family(60, 0)
    monkeypatch.setattr(psutil.Process, "memory_full_info", refuse)
    assert MemoryWatch(pid, Limits()).used() > 3 * 60 * MEBIBYTE


def test_a_process_that_has_ended_uses_nothing():
    assert MemoryWatch(2**22 + 1, Limits()).used() == 0
    kill_tree(2**22 + 1)


def test_all_descendants_are_killed(family):
    pid = family(0, 0)
    everybody = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    assert len(everybody) == 3
    kill_tree(pid)
    time.sleep(0.1)
    assert not [p for p in everybody if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_what_cannot_be_killed_is_told(family, monkeypatch):
    pid = family(0, 0)
    with monkeypatch.context() as patched:
        patched.setattr(psutil.Process, "kill", lambda self: None)
        patched.setattr(watch, "LONGEST_END", 0.2)
        with pytest.raises(TimeoutError, match="^3 processes are still there 0.2 s after they were killed$"):
            kill_tree(pid)
