"""Calls of the kernel: what they do, and what they say when they fail."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from course_utils.classroom.isolation import libc

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these are calls of Linux")


def test_a_call_gives_what_the_function_gives():
    assert libc.call("ask", "getpid") == os.getpid()


def test_a_failed_call_says_what_for():
    with pytest.raises(OSError, match="cannot close the file: Bad file descriptor") as caught:
        libc.call("close the file", "close", -1)
    assert caught.value.errno == errno.EBADF


def test_a_failed_mount_names_its_place(tmp_path):
    with pytest.raises(OSError, match=f"cannot mount {tmp_path}/none: "):
        libc.mount("none", f"{tmp_path}/none", "tmpfs", 0)


def test_a_process_dies_with_its_parent():
    reading, writing = os.pipe()
    middle = os.fork()
    if middle == 0:
        if os.fork() == 0:
            libc.prctl(libc.DIE_WITH_PARENT, signal.SIGKILL)
            os.write(writing, b"x")
            signal.pause()
        signal.pause()
    os.close(writing)
    assert os.read(reading, 1) == b"x"
    os.kill(middle, signal.SIGKILL)
    os.waitpid(middle, 0)
    assert os.read(reading, 1) == b"", "the grandchild has ended, or its end of the pipe would be open"
    os.close(reading)


def test_capabilities_are_dropped():
    if os.getuid() != 0:
        pytest.skip("only root has capabilities to drop")
    script = "from course_utils.classroom.isolation import libc; libc.drop_capabilities(); "
    script += "print(*(line for line in open('/proc/self/status') if line.startswith('Cap')))"
    came = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    sets = {line.split()[0]: int(line.split()[1], 16) for line in came.splitlines() if line.strip()}
    assert sets == dict.fromkeys(["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"], 0)
