"""A submission that runs: its cells first, then the calls of the judge, in as many processes as it takes."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from course_utils.classroom.sandbox.nursery import SandboxFailed, Stopped
from course_utils.classroom.sandbox.session import Session
from course_utils.classroom.sandbox.slot import Slot
from course_utils.classroom.submission import Cell, Submission
from course_utils.classroom.verdict import StoppedCell

MOST_STARTS = 5
SELF_CHECK = "-self-check"  # how cells end that are for the student's own eyes


class Student:
    """Answers the judge's requests from a submission's own process.

    A cell that ends the process, or takes too long, is left out when the process is started again. The
    self-checks of the release do not run.

    Args:
        submission: what runs.
        slot: where.
        without: families of torch's recurrent operators that its processes do not have.

    Attributes:
        stopped: cells that did not run to their end.
    """

    def __init__(self, submission: Submission, slot: Slot, without: Sequence[str] = ()):
        self.submission, self.slot, self.without = submission, slot, tuple(without)
        self.stopped: dict[str, StoppedCell] = {}
        self._deadline = time.monotonic() + slot.limits.notebook_seconds
        self._session: Session | None = None
        self._left_out: set[str] = set()
        self._starts = 0

    def __enter__(self) -> "Student":
        return self

    def __exit__(self, *_) -> None:
        self._end()

    def ask(self, request: dict) -> dict:
        """Return the reply to a request; when the process stops at it, a mistake that says so.

        Raises:
            SandboxFailed: the sandbox does not work; nothing is known of the submission.
        """
        try:
            while self._session is None:
                self._start()
            seconds = min(self.slot.limits.call_seconds, self._seconds_left())
            return self._session.ask(request, seconds)
        except Stopped as stopped:
            self._end()
            return {"mistake": str(stopped)}

    def _start(self) -> None:
        """Start a process and run the cells; afterwards there is none if a cell has ended it."""
        if self._starts >= MOST_STARTS:
            raise Stopped(f"Its process has ended {self._starts} times; it is not started again.")
        self._seconds_left()
        self._starts += 1
        self._session = self.slot.open(self.without)
        for name, path in self.submission.files.items():
            self._put(name, path)
        for cell in self.submission.cells:
            if self._session and cell.source.strip() and not self._is_skipped(cell):
                self._run(cell)

    def _put(self, name: str, path: Path) -> None:
        content = np.frombuffer(path.read_bytes(), dtype=np.uint8)
        self._session.ask({"do": "file", "name": name, "content": content}, self.slot.limits.call_seconds)

    def _run(self, cell: Cell) -> None:
        try:
            seconds = min(self.slot.limits.cell_seconds, self._seconds_left())
            message = str(self._session.ask({"do": "cell", "source": cell.source}, seconds).get("error", ""))
        except Stopped as stopped:
            self._left_out.add(cell.id)
            self._end()
            message = str(stopped)
        if message:
            self.stopped[cell.id] = StoppedCell(cell.id, message[:300])

    def _is_skipped(self, cell: Cell) -> bool:
        return cell.id in self._left_out or (cell.origin == "release" and cell.id.endswith(SELF_CHECK))

    def _seconds_left(self) -> float:
        """Return the time that is left for all cells and calls."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            limit = self.slot.limits.notebook_seconds
            raise Stopped(f"The notebook takes longer than the {limit:g} seconds that it may.")
        return left

    def _end(self) -> None:
        if self._session:
            session, self._session = self._session, None
            try:
                session.close()
            except SandboxFailed:
                self.slot.close()
