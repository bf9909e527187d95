"""Landlock: a process gives up, for good, all files but those that it names."""

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from course_utils.classroom.isolation import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # alike on every architecture
GIVE_VERSION = 1
RULE_FOR_PATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1, 2, 4, 8
TRUNCATE, IOCTL_DEVICE = 1 << 14, 1 << 15
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
READING = EXECUTE | READ_FILE | READ_FOLDER
CREATE_DEVICES = 1 << 6 | 1 << 11  # character and block devices: for no submission
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
NETWORK_RIGHTS = 3  # bind and connect of TCP
SCOPES = 3  # abstract sockets, signals
FIRST_WITH_NETWORK, FIRST_WITH_SCOPES = 4, 6


def version() -> int:
    """Return the version of Landlock that this kernel has; 0 for none."""
    if sys.platform != "linux":
        return 0
    try:
        return libc.call("ask for Landlock", "syscall", CREATE_RULESET, None, 0, GIVE_VERSION)
    except OSError:  # not built in, or switched off
        return 0


def restrict(readable: Iterable[str | Path], writable: Iterable[str | Path]) -> None:
    """Give up all files, sockets of TCP, and signals to others, as far as this kernel's Landlock goes.

    The process must have given up new privileges before.

    Args:
        readable: folders and files that can still be read, and programs started from them.
        writable: folders that can be used freely, and devices.

    Raises:
        OSError: the kernel refuses, or a path is not there.
    """
    number = version()
    rights = FILE_RIGHTS[max((known for known in FILE_RIGHTS if known <= number), default=1)]
    network = NETWORK_RIGHTS if number >= FIRST_WITH_NETWORK else 0
    scopes = SCOPES if number >= FIRST_WITH_SCOPES else 0
    attributes = struct.pack("QQQ", rights, network, scopes)[: _length(number)]
    ruleset = libc.call("use Landlock", "syscall", CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(ruleset, path, READING & rights)
        for path in writable:
            _allow(ruleset, path, rights & ~CREATE_DEVICES)
        libc.call("enter Landlock", "syscall", RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _length(number: int) -> int:
    """Return how many bytes of the attributes a kernel of this version knows."""
    return 24 if number >= FIRST_WITH_SCOPES else 16 if number >= FIRST_WITH_NETWORK else 8


def _allow(ruleset: int, path: str | Path, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        rule = struct.pack("=Qi", rights if is_folder else rights & ON_FILES, descriptor)
        pointer = ctypes.c_char_p(rule)
        libc.call(f"allow {path}", "syscall", ADD_RULE, ruleset, RULE_FOR_PATH, pointer, 0)
    finally:
        os.close(descriptor)
