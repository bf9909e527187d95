"""The numbers of the system calls, against the kernel's own headers where they are installed."""

import re
from pathlib import Path

import pytest

from course_utils.classroom.isolation.syscalls import NUMBERS

HEADERS = {
    0: [*Path("/usr/include").glob("*/asm/unistd_64.h"), Path("/usr/include/asm/unistd_64.h")],
    1: [Path("/usr/include/asm-generic/unistd.h")],
}
LATER = {"name_to_handle_at", "open_by_handle_at"}  # numbered in the generic table below a macro of their own


@pytest.mark.parametrize("column", HEADERS)
def test_numbers_are_those_of_the_headers(column):
    header = next((path for path in HEADERS[column] if path.is_file()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed (Debian: linux-libc-dev)")
    found = re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", header.read_text())
    known = {name: int(number) for name, number in found}
    assert len(known) > 200
    ours = {name: numbers[column] for name, numbers in NUMBERS.items()}
    assert {name: number for name, number in ours.items() if known.get(name, number) != number} == {}
    missing = {name for name, number in ours.items() if number is not None and name not in known}
    assert all(name in LATER or ours[name] > max(known.values()) for name in missing), missing


@pytest.mark.parametrize("column", [0, 1])
def test_no_two_calls_have_one_number(column):
    numbers = [both[column] for both in NUMBERS.values() if both[column] is not None]
    assert len(set(numbers)) == len(numbers) > 80
