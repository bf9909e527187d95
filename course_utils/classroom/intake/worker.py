"""The program of the limited process: it reads one stranger's file from its standard input and describes it.

It takes a request as JSON in its one argument, and writes to its standard output: a line that it is ready,
a line of JSON, and the bytes of the file where they are asked for.
"""

import importlib.util
import json
import sys
from typing import Any

from course_utils.classroom.intake import archive
from course_utils.classroom.intake.notebook import read_cells
from course_utils.classroom.intake.refusal import Refusal, size

READY = b"ready\n"
LONGEST_HEADER = 32_000_000  # bytes of the line of JSON
MEMORY = 400_000_000  # bytes of address space, beside three times those of the file
CPU_SECONDS = 20
OPEN_FILES = 16


def limits(most: int) -> dict[str, int]:
    """Return what this process may use, by the name of the limit, for a file of ``most`` bytes."""
    return {
        "RLIMIT_AS": MEMORY + 3 * most,
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": CPU_SECONDS,
        "RLIMIT_FSIZE": LONGEST_HEADER + most,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_NPROC": 0,
    }


def limit_this_process(most: int) -> None:
    """Set the `limits`, where the system has them; macOS knows no limit of address space."""
    if importlib.util.find_spec("resource") is None:
        return
    import resource

    for name, value in limits(most).items():
        if name != "RLIMIT_AS" or sys.platform != "darwin":
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))


def answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return what a request asks for: a description, and the bytes of a file.

    Args:
        request: ``do`` is "list" for the entries of an archive, "notebook" or "file"; ``entry`` is a place in
            the archive's list, or None for a file that is in none; ``most`` bytes are read.
    """
    if request["do"] == "list":
        return {"entries": archive.entries(sys.stdin.buffer)}, b""
    content = _content(request["entry"], request["most"])
    if request["do"] == "file":
        return {}, content
    cells, remarks = read_cells(content)
    return {"cells": cells, "remarks": remarks}, content


def _content(entry: int | None, most: int) -> bytes:
    if entry is not None:
        return archive.unpacked(sys.stdin.buffer, entry, most)
    content = sys.stdin.buffer.read(most + 1)
    if len(content) > most:
        raise Refusal(f"It has more than {size(most)}.")
    return content


def main() -> None:
    """Answer the request in the first argument."""
    request = json.loads(sys.argv[1])
    limit_this_process(request["most"])
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    try:
        header, content = answer(request)
    except Refusal as refusal:
        header, content = {"refusal": str(refusal)}, b""
    except MemoryError:
        header, content = {"refusal": "Reading it takes too much memory."}, b""
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
