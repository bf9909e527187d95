"""A submission's confined process from outside: requests go in, replies come out, it ends when told to."""

import shutil
import socket
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from course_utils.classroom.isolation.confine import HOME
from course_utils.classroom.plain_data import Malformed
from course_utils.classroom.sandbox.nursery import START_SECONDS, Nursery, SandboxFailed, Stopped
from course_utils.classroom.sandbox.pipe import Closed, Pipe


class Session:
    """A confined process, and the pipe to it.

    Args:
        nursery: what forks it; one session at a time.
        without: families of torch's recurrent operators that it does not have: "rnn", "lstm", "gru".

    Raises:
        SandboxFailed: it does not come up.
    """

    def __init__(self, nursery: Nursery, without: Sequence[str] = ()):
        self.nursery = nursery
        self.home = self._make_home()
        self.number = 0
        self._open = True
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.pipe = Pipe(ours)
        try:
            with theirs:
                nursery.order(theirs, self.home, without)
            self._expect_ready()
        except OSError as error:
            self.close()
            raise SandboxFailed(
                f"the sandbox ({nursery.rung.name}) does not take a submission: {error}"
            ) from error

    def ask(self, request: dict, seconds: float) -> dict:
        """Send a request and return the reply.

        Raises:
            Stopped: there is none in time, or no readable one, or the process is gone.
        """
        self.number += 1
        deadline = time.monotonic() + seconds
        try:
            self.pipe.send(request | {"number": self.number}, deadline)
            reply = self.pipe.receive(deadline, self.nursery.look)
        except TimeoutError:
            raise Stopped(f"It takes longer than the {seconds:g} seconds that it may.") from None
        except Closed:
            raise Stopped(self._why_gone()) from None
        except Malformed:
            raise Stopped("Its process sends something that cannot be read.") from None
        if not isinstance(reply, dict) or reply.get("number") != self.number:
            raise Stopped("Its process sends something that was not asked for.")
        return reply

    def close(self) -> None:
        """End the process and all that it has started. Twice does no harm.

        Raises:
            SandboxFailed: the sandbox does not answer any more.
        """
        self.pipe.close()
        try:
            if self._open:
                self._open = False
                self.nursery.end_process()
        finally:
            if self.home != Path(HOME):
                shutil.rmtree(self.home, ignore_errors=True)

    def _make_home(self) -> Path:
        """Return the process's own folder: bubblewrap has a fresh one inside, elsewhere it is made here."""
        if self.nursery.rung.name == "bubblewrap":
            return Path(HOME)
        return Path(tempfile.mkdtemp(prefix="submission-"))

    def _expect_ready(self) -> None:
        try:
            answer = self.pipe.receive(time.monotonic() + START_SECONDS)
        except (Malformed, OSError) as error:
            self.close()
            raise SandboxFailed(
                f"the sandbox ({self.nursery.rung.name}) does not come up: {error}"
            ) from error
        if answer != {"ready": True}:
            self.close()
            raise SandboxFailed(f"the sandbox ({self.nursery.rung.name}) does not come up: {answer}")

    def _why_gone(self) -> str:
        if self.nursery.out_of_memory():
            return self.nursery.memory_sentence()
        limit = self.nursery.limits.cpu_seconds
        return f"Its process ends in the middle of it: by exit(), a crash, or {limit:g} seconds of CPU time."
