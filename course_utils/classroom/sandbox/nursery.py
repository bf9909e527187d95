"""A sandbox from outside: a program that has loaded torch and forks a confined process when asked."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from course_utils.classroom.isolation.cgroups import group
from course_utils.classroom.isolation.ladder import Rung, python_paths
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.isolation.watch import MemoryWatch, kill_tree
from course_utils.classroom.judge.answer import Unanswered

START_SECONDS = 120.0  # for loading torch on a busy machine
END_SECONDS = 30.0
PACKAGE = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "RNN_COURSE_DEVICE": "cpu",
    "RNN_COURSE_OFFLINE": "1",
    "TQDM_DISABLE": "1",
}


class SandboxFailed(Unanswered):
    """The sandbox itself did not work; nothing is known of the submission."""


class Stopped(Exception):
    """A submission's process is gone or had to be ended; the text says why, in words for the student."""


class Nursery:
    """A program in a sandbox that has loaded torch and forks a confined process when asked.

    Args:
        rung: how it is isolated.
        limits: what each process may use.
        slot: a number that no other nursery has at the same time.
        data: folder of digits that the processes may read.

    Raises:
        SandboxFailed: it does not start.
    """

    def __init__(self, rung: Rung, limits: Limits, slot: int = 0, data: Path | None = None):
        self.rung, self.limits, self.slot = rung, limits, slot
        self.readable = [*python_paths(), PACKAGE, *([data] if data and data.is_dir() else [])]
        self._cleaning = ExitStack()
        if not hasattr(os, "fork"):
            raise SandboxFailed("submissions cannot run on Windows itself: use Linux there (WSL), or macOS")
        try:
            self._start(ENVIRONMENT | ({"RNN_COURSE_DATA": str(data)} if data else {}))
        except (OSError, subprocess.SubprocessError) as error:
            self.close()
            raise SandboxFailed(f"the sandbox ({rung.name}) does not start: {error}") from error

    def close(self) -> None:
        """End the program and all that it has started."""
        self._cleaning.close()

    def order(self, connection: socket.socket, home: Path, without: Sequence[str] = ()) -> None:
        """Have a process forked that talks over ``connection``, without some families of operators."""
        order = {
            "rung": self.rung.name,
            "limits": self.limits.to_dict(),
            "slot": self.slot,
            "home": str(home),
            "readable": list(map(str, self.readable)),
            "without": list(without),
        }
        socket.send_fds(self.control, [json.dumps(order).encode()], [connection.fileno()])

    def end_process(self) -> None:
        """End the forked process with all that it has started.

        Raises:
            SandboxFailed: the program does not answer any more.
        """
        try:
            self.control.sendall(b"e")
            answered = self.control.recv(1) == b"e"
        except OSError:
            answered = False
        if not answered:
            self.close()
            raise SandboxFailed(f"the sandbox ({self.rung.name}) is gone")

    def out_of_memory(self) -> bool:
        """Tell whether the kernel or the watch found too much memory in use."""
        return self.cgroup.oom_killed() if self.cgroup else self.watch.exceeded()

    def look(self) -> None:
        """Raise `Stopped` when too much memory is in use and no group of the kernel sees to it."""
        if self.cgroup is None and self.watch.exceeded():
            raise Stopped(self.memory_sentence())

    def memory_sentence(self) -> str:
        """Say that too much memory was used."""
        return f"It uses more memory than the {self.limits.memory >> 20} MiB that it may."

    def _start(self, environment: dict[str, str]) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._cleaning.callback(self.control.close)
        self.cgroup = self._cleaning.enter_context(group(self.slot, self.limits))
        with theirs:
            program = [
                sys.executable,
                "-I",
                "-m",
                "course_utils.classroom.sandbox.host",
                str(theirs.fileno()),
            ]
            command = self.rung.command(program, readable=self.readable, environment=environment)
            self.process = subprocess.Popen(
                self.cgroup.enter(command) if self.cgroup else command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._cleaning.callback(self._end_program)
        self.watch = MemoryWatch(self.process.pid, self.limits)
        self.control.settimeout(START_SECONDS)
        with self.process.stderr as complaints:
            if self.control.recv(5) != b"ready":
                raise ConnectionError(
                    f"its program ends: {complaints.read()[-300:].decode(errors='replace').strip()}"
                )
        self.control.settimeout(END_SECONDS)

    def _end_program(self) -> None:
        kill_tree(self.process.pid)
        self.process.wait()
