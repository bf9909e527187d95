"""A filter for system calls: what a submission has no business with, fails with an error."""

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass
from typing import Literal

from course_utils.classroom.isolation import libc
from course_utils.classroom.isolation.syscalls import NEVER_NEEDED, NUMBERS

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column of NUMBERS, AUDIT_ARCH_...
FIRST_X32_CALL = 0x40000000
ALLOW, FAIL, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
FILTER_MODE = 2
UNIX_SOCKETS = 1
SET_OWNER, SET_SIGNAL, SET_OWNER_EX = 8, 10, 15
TYPE_INTO_TERMINAL, TERMINAL_OF_LINUX = 0x5412, 0x541C

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, value


@dataclass(frozen=True)
class DeniedCall:
    """A system call that fails: always, or when one of its arguments is (not) among some values."""

    call: str
    error: int = errno.EPERM
    argument: int = 0
    test: Literal["always", "bits", "in", "not in"] = "always"
    values: tuple[int, ...] = ()


OF_OTHERS = ("prlimit64", "sched_setaffinity", "sched_setparam", "sched_setscheduler", "sched_setattr")
IN_NAMESPACES = (
    *(DeniedCall(call) for call in NEVER_NEEDED),
    DeniedCall("clone3", errno.ENOSYS),  # its flags are where no filter can read them: libc then uses clone
    DeniedCall("clone", test="bits", values=(libc.ALL_NAMESPACES,)),
    DeniedCall("socket", errno.EAFNOSUPPORT, test="not in", values=(UNIX_SOCKETS,)),
    DeniedCall("fcntl", argument=1, test="in", values=(SET_OWNER, SET_SIGNAL, SET_OWNER_EX)),
    DeniedCall("ioctl", argument=1, test="in", values=(TYPE_INTO_TERMINAL, TERMINAL_OF_LINUX)),
    *(DeniedCall(call, test="not in", values=(0,)) for call in OF_OTHERS),
)

# Landlock knows nothing of modes, owners and times of files, and of sockets that lie in a folder.
UNDER_LANDLOCK = (
    *IN_NAMESPACES,
    *(
        DeniedCall(call)
        for call in ("setsid", "setpgid", "truncate", "chown", "fchown", "lchown", "fchownat")
    ),
    *(DeniedCall(call, errno.ENOTSUP) for call in NUMBERS if "xattr" in call or call == "file_setattr"),
    *(DeniedCall(call, error=0) for call in NUMBERS if call.startswith(("chmod", "fchmod", "utim", "futim"))),
    DeniedCall("socket", errno.EAFNOSUPPORT),
)


def signals_to_others(own: int) -> tuple[DeniedCall, ...]:
    """Return refusals for a kernel whose Landlock cannot keep signals in: all but to process ``own``."""
    to_process = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
    by_number = (DeniedCall(call, test="not in", values=(own,)) for call in to_process)
    return (*by_number, DeniedCall("tkill"), DeniedCall("pidfd_send_signal"))


def program(refusals: tuple[DeniedCall, ...], machine: str) -> list[Instruction]:
    """Return the filter as instructions of the kernel's packet filter.

    Args:
        refusals: what fails; for one call the first that applies counts.
        machine: "x86_64" or "aarch64"; calls of any other architecture kill the process.

    Raises:
        IsolationError: an unknown machine.
    """
    if machine not in ARCHITECTURES:
        raise libc.IsolationError(
            f"no filter for system calls on {machine}, only on {', '.join(ARCHITECTURES)}"
        )
    column, architecture = ARCHITECTURES[machine]
    head = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_AT_LEAST, 0, 1, FIRST_X32_CALL),
        (RETURN, 0, 0, FAIL | errno.ENOSYS),
    ]
    known = ((refusal, NUMBERS[refusal.call][column]) for refusal in refusals)
    rules = [line for refusal, number in known if number is not None for line in _rule(refusal, number)]
    return [*head, *rules, (RETURN, 0, 0, ALLOW)]


def _rule(refusal: DeniedCall, number: int) -> list[Instruction]:
    fail = (RETURN, 0, 0, FAIL | refusal.error)
    if refusal.test == "always":
        return [(JUMP_EQUAL, 0, 1, number), fail]
    jump = JUMP_ANY_BIT if refusal.test == "bits" else JUMP_EQUAL
    count = len(refusal.values)
    # A value that matches leads to the refusal, or past it when "not in" was asked.
    hit, miss = (1, 0) if refusal.test == "not in" else (0, 1)
    tests = [(jump, count - 1 - i + hit, 0, value) for i, value in enumerate(refusal.values)]
    tests[-1] = (jump, hit, miss, refusal.values[-1])
    body = [(LOAD, 0, 0, ARGUMENTS_AT + 8 * refusal.argument), *tests, fail, (LOAD, 0, 0, NUMBER_AT)]
    return [(JUMP_EQUAL, 0, len(body), number), *body]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def install(refusals: tuple[DeniedCall, ...]) -> None:
    """Let the kernel hold the refusals for this process and all that it starts.

    Raises:
        IsolationError: an architecture without numbers of system calls here.
        OSError: the kernel has no such filters.
    """
    code = b"".join(struct.pack("HBBI", *line) for line in program(refusals, platform.machine()))
    buffer = ctypes.create_string_buffer(code, len(code))
    filters = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc.prctl(libc.SET_SECCOMP, FILTER_MODE, ctypes.byref(filters))
