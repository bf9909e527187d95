"""The usual layouts of submissions: what the name of a folder or file says about who handed in what."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from course_utils.classroom.intake.claims import Found
from course_utils.classroom.intake.refusal import quoted

MOODLE = re.compile(r"(?P<name>.+?)_\d+_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL)
CANVAS = re.compile(r"(?P<name>[^_]+)(?:_LATE)?_(?P<user>\d+)_\d+_(?P<file>.+)", re.DOTALL)
HANDED_IN_AGAIN = re.compile(r"-\d+(?=\.\w+$)")  # Canvas writes cells-1.ipynb for a second cells.ipynb
ARCHIVES = (".7z", ".gz", ".rar", ".zip")
ANY = ("id", "email", "lms_id", "name")


class Label(NamedTuple):
    """What a name says.

    Attributes:
        names: of the student, each with the kinds that it may be, in the order in which they are tried.
        file: what the student called the file; "" for a folder.
        assignment: that it is for; "" where it does not say so, as only nbgrader's exchange does.
    """

    names: tuple[tuple[tuple[str, ...], str], ...]
    file: str = ""
    assignment: str = ""


def read_label(name: str, is_file: bool, assignment: str) -> Label:
    """Read the name of a folder or file that lies directly in a source.

    Args:
        name: the name.
        is_file: whether it is a file's.
        assignment: the assignment, which may stand behind the student's id in the name of a file.
    """
    if match := MOODLE.fullmatch(name):
        return Label(((("name",), match["name"]),), match["file"])
    if is_file and (match := CANVAS.fullmatch(name)):
        names = ((("lms_id",), match["user"]), (("name",), match["name"]))
        return Label(names, HANDED_IN_AGAIN.sub("", match["file"]))
    if not is_file and name.count("+") >= 2:
        return _exchange_label(name)
    if not is_file:
        return Label(((ANY, name),))
    stem = PurePosixPath(name).stem
    return Label(((ANY, stem), (ANY, stem.removesuffix(assignment).rstrip("-_+ "))), name)


def _exchange_label(name: str) -> Label:
    """Read "student+assignment+time" or "student+assignment+time+random"; an id may hold a plus itself."""
    parts = name.rsplit("+", 3) if name.count("+") >= 3 else name.rsplit("+", 2)
    return Label(((("id",), parts[0]),), assignment=parts[1])


def is_label(name: str) -> bool:
    """Return whether a name is made by a learning platform or an exchange, for one submission."""
    return bool(MOODLE.fullmatch(name) or CANVAS.fullmatch(name)) or name.count("+") >= 2


def choose_notebook(found: Sequence[Found], assignment: str) -> tuple[Found | None, str]:
    """Return the notebook among a student's files, or None, and a sentence where there is something to say.

    One with the assignment's name comes first, the least nested of them; one under any other name is taken
    when it is the only one.
    """
    notebooks = [file for file in found if file.path[-1].casefold().endswith(".ipynb")]
    notebooks = notebooks or [file for file in found if ".ipynb." in file.path[-1].casefold()]
    named = named_files(notebooks, f"{assignment}.ipynb")
    if named:
        several = f"{len(named)} notebooks are called {assignment}.ipynb; {_path(named[0])} counts."
        return named[0], several if len(named) > 1 else ""
    inside = [file for file in notebooks if assignment in file.path[:-1]]
    candidates = inside or notebooks
    if len(candidates) == 1:
        (only,) = candidates
        return (
            only,
            f"The notebook is called {_path(only)} and not {assignment}.ipynb; it is taken.",
        )
    if candidates:
        return None, f"There are {len(candidates)} notebooks and none is called {assignment}.ipynb."
    return None, _no_notebook(found)


def named_files(found: Sequence[Found], name: str) -> list[Found]:
    """Return the files with a name, the least nested ones first."""
    named = (file for file in found if file.path[-1] == name)
    return sorted(named, key=lambda file: (len(file.path), file.path))


def _no_notebook(found: Sequence[Found]) -> str:
    for file in found:
        if file.path[-1].casefold().endswith(ARCHIVES):
            return f"There is no notebook, and the archive {_path(file)} in it is not opened."
    return "There is no notebook."


def _path(file: Found) -> str:
    return quoted("/".join(file.path))
