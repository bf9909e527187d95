"""The few calls of the Linux kernel that Python 3.11 has no function for."""

import ctypes
import functools
import os

NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x20000, 0x4000000, 0x8000000
NEW_USER, NEW_PIDS, NEW_NETWORK, NEW_CGROUP = 0x10000000, 0x20000000, 0x40000000, 0x2000000
ALL_NAMESPACES = NEW_MOUNTS | NEW_UTS | NEW_IPC | NEW_USER | NEW_PIDS | NEW_NETWORK | NEW_CGROUP
NO_SETUID, NO_DEVICES, READ_ONLY = 2, 4, 1
BIND, RECURSIVE, PRIVATE = 0x1000, 0x4000, 0x40000
DIE_WITH_PARENT, SET_DUMPABLE, SET_SECCOMP, NO_NEW_PRIVILEGES = 1, 4, 22, 38
READ_BOUNDING_SET, DROP_FROM_BOUNDING_SET = 23, 24
CAPABILITIES_VERSION = 0x20080522


class IsolationError(RuntimeError):
    """A step of the isolation failed: nothing of a student's may run in this process."""


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(what: str, function: str, *arguments: object) -> int:
    """Call a function of the C library.

    Args:
        what: what the call is for, in the words of the error's sentence.
        function: its name; "syscall" for a system call by number.
        *arguments: numbers, bytes, None or ctypes objects; whole numbers are passed as long.

    Returns:
        What the function returned.

    Raises:
        OSError: it failed; the error has the kernel's number and says what failed.
    """
    as_long = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    came = getattr(_libc(), function)(*as_long)
    if came < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"cannot {what}: {os.strerror(number)}")
    return came


def unshare(flags: int) -> None:
    """Give this process new namespaces."""
    call("make namespaces", "unshare", flags)


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Mount a file system, or bind a folder to another place."""
    words = [word.encode() if word else None for word in (source, target, kind, options)]
    call(f"mount {target}", "mount", *words[:3], ctypes.c_ulong(flags), words[3])


def prctl(option: int, value: int = 0, more: object = 0) -> None:
    """Set a property of this process."""
    call(f"set property {option} of the process", "prctl", option, value, more, 0, 0)


def drop_capabilities() -> None:
    """Give up every capability, also those that a program started later could get."""
    capability = 0
    while _libc().prctl(READ_BOUNDING_SET, capability, 0, 0, 0) >= 0:
        prctl(DROP_FROM_BOUNDING_SET, capability)
        capability += 1
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    call("drop capabilities", "capset", header, (ctypes.c_uint32 * 6)())
