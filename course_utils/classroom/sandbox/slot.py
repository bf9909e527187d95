"""One place where submissions run, one after the other: its sandbox is kept, or made anew for each."""

import time
from collections.abc import Sequence
from pathlib import Path

from course_utils.classroom.isolation.ladder import Rung
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.sandbox.nursery import Nursery, SandboxFailed
from course_utils.classroom.sandbox.session import Session

TRIES = 4  # a machine that is busy ending one process may refuse the next


class Slot:
    """A place for one submission at a time.

    Args:
        rung: how submissions are isolated.
        limits: what each may use.
        number: that no other slot has at the same time.
        data: folder of digits that submissions may read.
        fresh: load torch anew for each process instead of once.
    """

    def __init__(
        self, rung: Rung, limits: Limits, number: int = 0, data: Path | None = None, fresh: bool = False
    ):
        self.rung, self.limits, self.number, self.data, self.fresh = rung, limits, number, data, fresh
        self._nursery: Nursery | None = None

    def open(self, without: Sequence[str] = ()) -> Session:
        """Start a confined process; the one before must be closed.

        Args:
            without: families of torch's recurrent operators that it does not have.

        Raises:
            SandboxFailed: none comes up, tried several times.
        """
        for tries_left in reversed(range(TRIES)):
            try:
                return Session(self._ready_nursery(), without)
            except SandboxFailed:
                self.close()
                if not tries_left:
                    raise
                time.sleep(1.0)

    def close(self) -> None:
        """End the sandbox."""
        if self._nursery:
            self._nursery.close()
            self._nursery = None

    def _ready_nursery(self) -> Nursery:
        if self.fresh:
            self.close()
        if self._nursery is None:
            self._nursery = Nursery(self.rung, self.limits, self.number, self.data)
        return self._nursery
