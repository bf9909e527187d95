"""Asking the limited process about a stranger's file, and reading its answer like a stranger's too."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import course_utils
from course_utils.classroom.intake.archive import MOST_ENTRIES, Entry, path_fault
from course_utils.classroom.intake.notebook import KINDS, LONGEST_TOTAL, MOST_CELLS, NotebookCell
from course_utils.classroom.intake.refusal import Refusal
from course_utils.classroom.intake.worker import LONGEST_HEADER, READY
from course_utils.classroom.isolation.ladder import best_rung, python_paths

SECONDS = 30  # by the clock
WORKER = "course_utils.classroom.intake.worker"
PACKAGE_FOLDER = Path(course_utils.__file__).parent.parent
LONGEST_REMARK = 500


class Reply(NamedTuple):
    """What the limited process says about a file, and the file's bytes."""

    header: dict[str, Any]
    content: bytes


def listed(descriptor: int) -> list[Entry]:
    """Return the files that an open zip archive lists.

    Raises as `ask`.
    """
    found = ask(descriptor, "list").header.get("entries")
    return _checked(found, MOST_ENTRIES, _entry)


def notebook(descriptor: int, entry: int | None, most: int) -> tuple[list[NotebookCell], list[str], bytes]:
    """Return cells, remarks and bytes of a notebook that is an open file, or an entry of one.

    Raises as `ask`.
    """
    header, content = ask(descriptor, "notebook", entry, most)
    cells = _checked(header.get("cells"), MOST_CELLS, _notebook_cell)
    if sum(len(cell.source) for cell in cells) > LONGEST_TOTAL:
        raise _malformed()
    return cells, _checked(header.get("remarks"), MOST_CELLS * 2, _remark), content


def ask(descriptor: int, do: str, entry: int | None = None, most: int = 0) -> Reply:
    """Have the limited process read an open file.

    Args:
        descriptor: of the file; the process gets no other.
        do: what is asked for, see `worker.answer`.
        entry: the place of the file in the archive, if it is in one.
        most: bytes that it may have.

    Raises:
        Refusal: the file cannot be taken.
        RuntimeError: the limited process does not start on this machine.
    """
    request = json.dumps({"do": do, "entry": entry, "most": most})
    with tempfile.TemporaryFile() as output:
        _run(request, descriptor, output)
        output.seek(0)
        if output.readline(len(READY)) != READY:
            raise RuntimeError("the process that reads submissions does not start: try `course doctor`")
        header = _parsed(output.readline(LONGEST_HEADER))
        content = output.read(most + 1)
    if "refusal" in header:
        raise Refusal(_remark(header["refusal"]))
    return Reply(header, content)


def _run(request: str, descriptor: int, output: BinaryIO) -> None:
    python = [sys.executable, "-s", "-S", "-P", "-m", WORKER, request]
    environment = {"PYTHONPATH": str(PACKAGE_FOLDER), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # for Windows
    try:
        subprocess.run(
            isolated(python, environment),
            stdin=descriptor,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise Refusal(f"Reading it takes more than {SECONDS} seconds.") from None


def isolated(command: list[str], environment: Mapping[str, str]) -> list[str]:
    """Return the command line that runs a command inside bubblewrap where that works, or else as it is."""
    rung = best_rung()
    if rung.name != "bubblewrap":
        return command
    readable = [*python_paths(), PACKAGE_FOLDER / "course_utils"]
    return rung.command(command, readable=readable, environment=environment)


def _parsed(line: bytes) -> dict[str, Any]:
    if not line.endswith(b"\n"):
        raise Refusal("Reading it takes more time or memory than any notebook needs.")
    try:
        header = json.loads(line)
    except (RecursionError, ValueError):
        raise _malformed() from None
    if not isinstance(header, dict):
        raise _malformed()
    return header


def _checked(values: Any, most: int, check: Any) -> list[Any]:
    if not isinstance(values, list) or len(values) > most:
        raise _malformed()
    return [check(value) for value in values]


def _entry(value: Any) -> Entry:
    entry = Entry(*_typed(value, int, str, str))
    return entry._replace(fault=entry.fault or path_fault(entry.name))


def _notebook_cell(value: Any) -> NotebookCell:
    cell = NotebookCell(*_typed(value, str, str, str, bool, str))
    if cell.kind not in KINDS:
        raise _malformed()
    return cell


def _remark(value: Any) -> str:
    (remark,) = _typed([value], str)
    return remark[:LONGEST_REMARK]


def _typed(values: Any, *types: type) -> list[Any]:
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        raise _malformed()
    try:
        "".join(value for value in values if isinstance(value, str)).encode("utf-8")
    except UnicodeEncodeError:
        raise _malformed() from None
    return values


def _malformed() -> Refusal:
    return Refusal("The process that read it gave no usable answer.")
