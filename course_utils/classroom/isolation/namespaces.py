"""Namespaces of its own for every submission, inside those of bubblewrap."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

from course_utils.classroom.isolation import libc
from course_utils.classroom.isolation.bubblewrap import everywhere

FILES_AT_MOST = 10_000  # a file takes kernel memory also when it is empty


def enter_namespaces() -> None:
    """Return in a new process that is the first of its own process namespace.

    This process stays behind, waits for the new one and ends as it ends. If either dies, all processes of
    the namespace die.

    Raises:
        OSError: the kernel refuses; the message says what.
    """
    user, group = os.getuid(), os.getgid()
    libc.unshare(libc.ALL_NAMESPACES)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    libc.prctl(libc.DIE_WITH_PARENT, signal.SIGKILL)
    alive, held = os.pipe()
    first = os.fork()
    if first:
        _end_as(first, held)
    libc.prctl(libc.DIE_WITH_PARENT, signal.SIGKILL)
    os.close(held)
    _expect_alive(alive)


def _end_as(child: int, held: int) -> None:
    """Wait for the child and end in the same way; whoever reads our pipes must not wait for us."""
    os.closerange(0, held)
    os.closerange(held + 1, os.sysconf("SC_OPEN_MAX"))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code < 0:
        libc.prctl(libc.SET_DUMPABLE, 0)  # the picture of the crash would be of this process
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code if code >= 0 else 128 - code)


def _expect_alive(alive: int) -> None:
    """End at once if the parent died before this process had asked to die with it."""
    os.set_blocking(alive, False)
    try:
        os.read(alive, 1)
    except BlockingIOError:
        os.close(alive)
        return
    os._exit(1)


def mount_private_folders(home: str, disk: int, readable: Iterable[str | Path]) -> None:
    """Mount what a submission may write: its folder, /tmp and /dev/shm, with one size for all.

    Args:
        home: the student's folder.
        disk: how many bytes all files may have together.
        readable: what has to stay visible; where some of it lies in /tmp, nothing is mounted there.

    Raises:
        OSError: the kernel refuses; the message says what.
    """
    harmless = libc.NO_SETUID | libc.NO_DEVICES
    libc.mount("none", "/", None, libc.PRIVATE | libc.RECURSIVE)
    _mount_processes(harmless)
    size = f"size={disk},nr_inodes={FILES_AT_MOST},mode=700"
    libc.mount("tmpfs", home, "tmpfs", harmless, size)
    places = {"tmp": "/tmp", "shm": "/dev/shm", "home": home}
    if any(path.is_relative_to("/tmp") for path in everywhere(readable)):
        del places["tmp"]
    for name, place in places.items():
        os.mkdir(f"{home}/{name}", 0o700)
        libc.mount(f"{home}/{name}", place, None, libc.BIND)


def _mount_processes(harmless: int) -> None:
    """Show only processes of this namespace; where the kernel refuses that, none at all."""
    try:
        libc.mount("proc", "/proc", "proc", harmless)
    except PermissionError:
        libc.mount("tmpfs", "/proc", "tmpfs", harmless | libc.READ_ONLY, "size=4096,nr_inodes=1")
