"""Control groups: the kernel's own limit on the memory and the processes of one slot together."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.classroom.isolation.limits import Limits

MOUNTED = Path("/sys/fs/cgroup")
OWN_GROUPS = Path("/proc/self/cgroup")
PREFIX = "course-"
CONTROLLERS = ("memory", "pids")
OUR_OWN = (
    8  # processes of a slot that are not the student's: bubblewrap's two, the parent, the one that waits
)
LONGEST_END = 5.0  # seconds until killed processes are gone
ENTER = 'for file in "$0" "$1"; do echo $$ > "$file" || exit 125; done; shift; exec "$@"'


@dataclass
class Group:
    """The control group of one slot: one folder in version 2, one for each controller in version 1."""

    memory: Path
    pids: Path
    version: int
    _kills: int = field(default=0, init=False)

    def enter(self, command: list[str]) -> list[str]:
        """Return the command line that enters the group and then becomes ``command``."""
        files = [str(folder / "cgroup.procs") for folder in (self.memory, self.pids)]
        return [shutil.which("sh") or "sh", "-c", ENTER, *files, *command]

    def oom_killed(self) -> bool:
        """Return whether the kernel has ended a process for lack of memory since this was last asked."""
        file = self.memory / ("memory.events" if self.version == 2 else "memory.oom_control")
        counts = dict(line.split() for line in file.read_text().splitlines())
        before, self._kills = self._kills, int(counts.get("oom_kill", 0))
        return self._kills > before

    def peak(self) -> int | None:
        """Return the most memory that the group has held, in bytes; None on an older kernel."""
        file = self.memory / ("memory.peak" if self.version == 2 else "memory.max_usage_in_bytes")
        return int(file.read_text()) if file.exists() else None

    def kill(self) -> None:
        """Kill all that runs in the group, and wait until it is gone."""
        deadline = time.monotonic() + LONGEST_END
        while (left := self.processes()) and time.monotonic() < deadline:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    def processes(self) -> list[int]:
        """Return the processes in the group."""
        return [int(pid) for pid in (self.pids / "cgroup.procs").read_text().split()]

    def _limit(self, limits: Limits) -> None:
        names = {
            1: ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
            2: ("memory.max", "memory.swap.max"),
        }
        memory, swap = (self.memory / name for name in names[self.version])
        memory.write_text(str(limits.memory))
        if swap.exists():  # version 1 counts memory and swap together, version 2 swap alone
            swap.write_text(str(limits.memory if self.version == 1 else 0))
        (self.pids / "pids.max").write_text(str(limits.processes + OUR_OWN))

    def _remove(self) -> None:
        for folder in {self.memory, self.pids}:
            with suppress(OSError):  # what cannot be removed yet is a leftover, for the next run
                folder.rmdir()


@contextmanager
def group(slot: int, limits: Limits) -> Iterator[Group | None]:
    """Yield a control group for a slot, or None where this user cannot make one.

    What is left in it is killed at the end, and the group removed.

    Args:
        slot: which of the submissions at work at the same time it is for, from 0.
        limits: its memory and processes are held.
    """
    made = _make(f"{PREFIX}{os.getpid()}-{slot}-", limits)
    try:
        yield made
    finally:
        if made:
            made.kill()
            made._remove()


def _make(prefix: str, limits: Limits) -> Group | None:
    parents, version = _parents()
    folders = []
    try:
        for parent in dict.fromkeys(parents):
            _remove_leftovers(parent, version)
            folders.append(Path(tempfile.mkdtemp(prefix=prefix, dir=parent)))
        made = Group(folders[0], folders[-1], version)
        made._limit(limits)
    except (OSError, IndexError):  # no folder in which groups can be made, or one that refuses limits
        for folder in folders:
            folder.rmdir()
        return None
    return made


def _parents() -> tuple[list[Path], int]:
    """Return the folders for new groups, one for each controller or one for all, and the version."""
    try:
        lines = [line.split(":", 2) for line in OWN_GROUPS.read_text().splitlines()]
    except OSError:
        return [], 0
    places = {name: path for _, names, path in lines for name in names.split(",")}
    if all(name in places and (MOUNTED / name).is_dir() for name in CONTROLLERS):
        folders = [MOUNTED / name / places[name].lstrip("/") for name in CONTROLLERS]
        return folders, 1
    own = MOUNTED / places.get("", "/").lstrip("/")
    above = (folder for folder in (own, *own.parents) if folder.is_relative_to(MOUNTED))
    return list(filter(_delegated, above))[:1], 2


def _delegated(folder: Path) -> bool:
    """Return whether this user can make groups in this folder whose memory and processes are limited."""
    switch = folder / "cgroup.subtree_control"
    if (
        not os.access(folder, os.W_OK)
        or not os.access(folder / "cgroup.procs", os.W_OK)
        or not switch.exists()
    ):
        return False
    with suppress(OSError):  # refused where processes lie in the folder itself
        switch.write_text(" ".join(f"+{name}" for name in CONTROLLERS))
    return set(CONTROLLERS) <= set(switch.read_text().replace("+", "").split())


def _remove_leftovers(parent: Path, version: int) -> None:
    """Remove the groups of runs that were killed."""
    for folder in parent.glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            left = Group(folder, folder, version)
            left.kill()
            left._remove()
