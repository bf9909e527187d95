"""From inside: a process that is about to run a stranger's code gives up all that could do harm."""

import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from course_utils.classroom.isolation import bounds, landlock, libc, namespaces, seccomp
from course_utils.classroom.isolation.bubblewrap import HOME, SYSTEM, SYSTEM_FILES, everywhere
from course_utils.classroom.isolation.libc import IsolationError
from course_utils.classroom.isolation.limits import Limits

FIRST_USER, SLOTS = 61_000, 1_000  # users that no system gives to anyone: those of systemd end at 60,577
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
HIGHEST_DESCRIPTOR = 2**20


def confine(
    rung: str,
    limits: Limits,
    slot: int = 0,
    home: str | Path = HOME,
    readable: Iterable[str | Path] = (),
    keep: Iterable[int] = (),
) -> None:
    """Confine this process, which must be a fresh fork, before it runs any of a student's code.

    On the rung "bubblewrap" it returns in a further fork, the first process of a namespace of its own; the
    process that was called in passes on how that one ends.

    Args:
        rung: "bubblewrap", "landlock" or "trusted".
        limits: the limits of the submission.
        slot: which of the submissions at work at the same time this is, from 0.
        home: the student's folder; bubblewrap has it ready, elsewhere it is an empty folder made for this.
        readable: what the process may read beside the system's programs and libraries.
        keep: file descriptors that stay open beside 0, 1 and 2.

    Raises:
        IsolationError: a step failed; the process must end at once.
        ValueError: an unknown rung or slot.
    """
    steps = {"bubblewrap": _in_namespaces, "landlock": _under_landlock, "trusted": _trusted}
    if rung not in steps:
        raise ValueError(f"rung is {rung!r}, but must be one of {', '.join(steps)}")
    if slot not in range(SLOTS):
        raise ValueError(f"slot is {slot}, but must be from 0 to {SLOTS - 1}")
    try:
        _leave_session()
        steps[rung](limits, slot, str(home), list(readable), frozenset(keep))
        os.environ["HOME"] = str(home)
    except (OSError, AttributeError, ImportError) as error:
        raise IsolationError(f"the rung {rung} does not hold here: {error}") from error


def _in_namespaces(limits: Limits, slot: int, home: str, readable: list, keep: frozenset) -> None:
    _expect_one_thread()
    _become_nobody(slot)
    namespaces.enter_namespaces()
    namespaces.mount_private_folders(home, limits.disk, readable)
    _close_files(keep)
    os.chdir(home)
    libc.drop_capabilities()
    libc.prctl(libc.NO_NEW_PRIVILEGES, 1)
    bounds.set_bounds(limits, limits.processes)
    seccomp.install(seccomp.IN_NAMESPACES)


def _under_landlock(limits: Limits, slot: int, home: str, readable: list, keep: frozenset) -> None:
    _expect_one_thread()
    user = FIRST_USER + slot if os.getuid() == 0 else os.getuid()
    os.chown(home, user, -1)
    processes = bounds.processes_of(user) + limits.processes
    _become_nobody(slot)
    _die_with_parent()
    _close_files(keep)
    os.chdir(home)
    libc.prctl(libc.NO_NEW_PRIVILEGES, 1)
    bounds.set_bounds(limits, processes)
    system = [path for path in (*SYSTEM, *SYSTEM_FILES) if os.path.exists(path)]
    landlock.restrict([*system, *everywhere(readable)], [home, *DEVICES])
    scoped = landlock.version() >= landlock.FIRST_WITH_SCOPES
    signals = () if scoped else seccomp.signals_to_others(os.getpid())
    seccomp.install((*seccomp.UNDER_LANDLOCK, *signals))


def _trusted(limits: Limits, slot: int, home: str, readable: list, keep: frozenset) -> None:
    if sys.platform == "linux":
        _die_with_parent()
    _close_files(keep)
    os.chdir(home)
    bounds.set_bounds(limits, bounds.processes_of(os.getuid()) + limits.processes)


def _leave_session() -> None:
    """Make this process the leader of a group, by which all that it starts can be killed."""
    os.setsid()
    with suppress(OSError):  # when memory runs out, the kernel shall end this one first
        Path("/proc/self/oom_score_adj").write_text("1000")


def _expect_one_thread() -> None:
    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:
        raise IsolationError(
            f"{threads} threads run in this process, but it can be confined only while one does"
        )


def _become_nobody(slot: int) -> None:
    """Let root take a user of its own for each submission: root is exempt from limits and owns files."""
    if os.getuid() != 0:
        return
    user = FIRST_USER + slot
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    libc.prctl(libc.SET_DUMPABLE, 1)  # or /proc/self would still belong to root


def _die_with_parent() -> None:
    parent = os.getppid()
    libc.prctl(libc.DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _close_files(keep: frozenset[int]) -> None:
    edges = sorted({0, 1, 2, *keep})
    for low, high in zip(edges, [*edges[1:], HIGHEST_DESCRIPTOR], strict=True):
        os.closerange(low + 1, high)


def end(pid: int) -> int:
    """End a confined process and all that it started, and reap it.

    Args:
        pid: what os.fork gave to its parent, which calls this; it has not been waited for.

    Returns:
        The wait status, as os.waitstatus_to_exitcode takes it; its own if it had ended by itself.
    """
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]
