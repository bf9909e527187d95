"""The filter for system calls, run by an interpreter of our own; that the kernel holds it: see confine."""

import errno

import pytest

from course_utils.classroom.isolation import libc, seccomp
from course_utils.classroom.isolation.seccomp import (
    IN_NAMESPACES,
    UNDER_LANDLOCK,
    DeniedCall,
    program,
    signals_to_others,
)
from course_utils.classroom.isolation.syscalls import NEVER_NEEDED, NUMBERS

MACHINES = ("x86_64", "aarch64")
READ = {"x86_64": 0, "aarch64": 63}
ALLOWED, KILLED = "allowed", "killed"


def outcome(lines, machine, call, *arguments):
    """Return what the filter makes of a system call: ALLOWED, KILLED or the error's number."""
    architecture = seccomp.ARCHITECTURES[machine][1] if isinstance(machine, str) else machine
    number = NUMBERS[call][MACHINES.index(machine)] if isinstance(call, str) else call
    words = {0: number, 4: architecture}
    for i, value in enumerate(arguments):
        words[16 + 8 * i] = value & 0xFFFFFFFF
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, value = lines[at]
        at += 1
        if code == 0x20:
            accumulator = words.get(value, 0)
        elif code == 0x06:
            return {0x7FFF0000: ALLOWED, 0x80000000: KILLED}.get(value, value & 0xFFFF)
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[
                code
            ]
            at += if_true if holds else if_false


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


def test_ordinary_calls_are_allowed(machine):
    lines = program(UNDER_LANDLOCK, machine)
    assert outcome(lines, machine, READ[machine]) == ALLOWED
    for number in set(range(440)) - {both[MACHINES.index(machine)] for both in NUMBERS.values()}:
        assert outcome(lines, machine, number) == ALLOWED


@pytest.mark.parametrize("call", NEVER_NEEDED)
def test_what_no_submission_needs_is_refused(call, machine):
    if NUMBERS[call][MACHINES.index(machine)] is not None:
        assert outcome(program(IN_NAMESPACES, machine), machine, call) == errno.EPERM


def test_other_architectures_are_killed():
    lines = program(IN_NAMESPACES, "x86_64")
    assert outcome(lines, 0x40000003, 0) == KILLED  # i386, where numbers mean other calls
    assert outcome(lines, seccomp.ARCHITECTURES["aarch64"][1], 0) == KILLED


@pytest.mark.parametrize("number", [0x40000000, 0x40000000 + 101, 0xFFFFFFFF])
def test_calls_of_x32_are_unknown(number):
    assert outcome(program(IN_NAMESPACES, "x86_64"), "x86_64", number) == errno.ENOSYS


@pytest.mark.parametrize(
    ("call", "arguments", "wanted"),
    [
        ("clone", [0x11], ALLOWED),  # fork
        ("clone", [0x3D0F00], ALLOWED),  # a thread
        ("clone", [0x10000011], errno.EPERM),
        ("clone", [0x40000000], errno.EPERM),
        ("clone3", [], errno.ENOSYS),
        ("socket", [1], ALLOWED),
        *(("socket", [family], errno.EAFNOSUPPORT) for family in (0, 2, 10, 16, 17, 40)),
        ("fcntl", [3, 1], ALLOWED),
        ("fcntl", [3, 8], errno.EPERM),
        ("fcntl", [3, 10], errno.EPERM),
        ("fcntl", [3, 15], errno.EPERM),
        ("ioctl", [0, 0x5401], ALLOWED),
        ("ioctl", [0, 0x5412], errno.EPERM),
        ("ioctl", [0, 0x541C], errno.EPERM),
        ("prlimit64", [0], ALLOWED),
        ("prlimit64", [5], errno.EPERM),
        ("sched_setaffinity", [0], ALLOWED),
        ("sched_setaffinity", [5], errno.EPERM),
        ("kill", [5], ALLOWED),
        ("setsid", [], ALLOWED),
    ],
)
def test_calls_that_depend_on_an_argument(call, arguments, wanted, machine):
    assert outcome(program(IN_NAMESPACES, machine), machine, call, *arguments) == wanted


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("socket", errno.EAFNOSUPPORT),
        ("socketpair", ALLOWED),
        ("setsid", errno.EPERM),
        ("setpgid", errno.EPERM),
        ("fchmodat", 0),
        ("utimensat", 0),
        ("fchownat", errno.EPERM),
        ("setxattr", errno.ENOTSUP),
    ],
)
def test_landlock_has_more_refusals(call, wanted, machine):
    if NUMBERS.get(call) or call == "socketpair":
        number = call if call in NUMBERS else {"x86_64": 53, "aarch64": 199}[machine]
        assert outcome(program(UNDER_LANDLOCK, machine), machine, number, 1) == wanted


@pytest.mark.parametrize("call", ["kill", "tgkill"])
def test_signals_only_to_the_own_process(call, machine):
    lines = program(signals_to_others(1234), machine)
    assert outcome(lines, machine, call, 1234) == ALLOWED
    for pid in (1, 0, -1, -1234, 1235):
        assert outcome(lines, machine, call, pid) == errno.EPERM


def test_several_values_and_both_directions():
    for test, inside, outside in (("in", errno.EPERM, ALLOWED), ("not in", ALLOWED, errno.EPERM)):
        lines = program(
            (DeniedCall("ioctl", argument=2, test=test, values=(3, 5, 7)), DeniedCall("kill")), "x86_64"
        )
        came = {value: outcome(lines, "x86_64", "ioctl", 9, 9, value) for value in range(9)}
        assert came == {value: inside if value in (3, 5, 7) else outside for value in range(9)}
        assert outcome(lines, "x86_64", "kill") == errno.EPERM


def test_an_unknown_machine():
    with pytest.raises(
        libc.IsolationError, match="no filter for system calls on riscv64, only on x86_64, aarch64"
    ):
        program(IN_NAMESPACES, "riscv64")
