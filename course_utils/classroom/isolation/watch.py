"""From outside: the memory of a submission's processes where no control group counts it, and their end."""

import time
from contextlib import suppress

import psutil

from course_utils.classroom.isolation.limits import Limits

LONGEST_END = 5.0  # seconds until killed processes are gone


class MemoryWatch:
    """The memory of the process that forks submissions and its descendants; ask several times a second."""

    def __init__(self, parent: int, limits: Limits):
        self.parent, self.limits = parent, limits

    def used(self) -> int:
        """Return the memory in bytes; what they share with each other is counted once."""
        return sum(map(_share, _family(self.parent)))

    def exceeded(self) -> bool:
        """Return whether they use more than the limit; shares are looked up only where they matter."""
        limit = self.limits.memory
        return sum(map(_resident, _family(self.parent))) > limit and self.used() > limit


def kill_tree(pid: int) -> None:
    """Kill a process and all its descendants, and wait until they are gone.

    Args:
        pid: the process; it is no error if it has ended.

    Raises:
        TimeoutError: some process is still there after a few seconds.
    """
    deadline = time.monotonic() + LONGEST_END
    family = _family(pid)
    while family and time.monotonic() < deadline:
        for process in family:
            with suppress(psutil.Error):
                process.kill()
        _, alive = psutil.wait_procs(family, timeout=0.05)
        family = {*alive, *(child for process in alive for child in _descendants(process.pid))}
    if family:
        raise TimeoutError(
            f"{len(family)} processes are still there {LONGEST_END:g} s after they were killed"
        )


def _family(pid: int) -> set[psutil.Process]:
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        return {process, *_descendants(pid)}
    return set()


def _descendants(pid: int) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return psutil.Process(pid).children(recursive=True)
    return []


def _share(process: psutil.Process) -> int:
    """Return the proportional share of a process; what only its owner may read is estimated from above."""
    try:
        return process.memory_full_info().pss
    except (psutil.Error, AttributeError):
        return _resident(process)


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return process.memory_info().rss
    return 0
