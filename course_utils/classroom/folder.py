"""The folder of a class: where each thing lies, how it is made and found, and the lock for who writes."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from course_utils.classroom import roster, settings
from course_utils.notebook_form import write_atomically
from course_utils.root import course_root

if TYPE_CHECKING:
    from course_utils.classroom.judge import Question

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
KEY_BYTES = 32
FOLDERS = (
    "source",
    "hidden",
    "release",
    "collected",
    "autograded",
    "results",
    "feedback",
    "exports",
    "backups",
)
PRIVATE = 0o700

NBGRADER_CONFIG = '''\
"""nbgrader's settings for this class, made from class.toml: for `course class` and for the formgrader."""

import tomllib
from pathlib import Path

folder = Path(__file__).resolve().parent
settings = tomllib.loads((folder / "class.toml").read_text(encoding="utf-8-sig"))

c = get_config()
c.CourseDirectory.course_id = settings["name"]
c.CourseDirectory.root = str(folder)
c.AssignLatePenalties.plugin_class = "course_utils.classroom.late.LatePolicy"
c.LatePolicy.update(settings.get("late", {}))
if "exchange" in settings:
    c.Exchange.root = settings["exchange"]
'''


@dataclass(frozen=True)
class ClassFolder:
    """The folder of a class. Names of assignments and ids of students name its folders."""

    path: Path

    @property
    def nbgrader_config(self) -> Path:
        """Return the file with nbgrader's settings."""
        return self.path / "nbgrader_config.py"

    @property
    def gradebook(self) -> Path:
        """Return nbgrader's database."""
        return self.path / "gradebook.db"

    @property
    def backups(self) -> Path:
        """Return the folder with copies of the gradebook."""
        return self.path / "backups"

    @property
    def exports(self) -> Path:
        """Return the folder for exported marks."""
        return self.path / "exports"

    def settings(self) -> settings.Settings:
        """Read the settings. Raises as `read_settings` does."""
        return settings.read_settings(self.path / "class.toml")

    def roster(self) -> dict[str, roster.Student]:
        """Read the students. Raises as `read_roster` does."""
        return roster.read_roster(self.path / "roster.csv")

    def key(self) -> bytes:
        """Return the secret that seeds hidden inputs.

        Raises:
            OSError: it cannot be read.
            ValueError: it is too short to be one.
        """
        key = (self.path / "key").read_bytes()
        if len(key) < KEY_BYTES:
            raise ValueError(
                f"{self.path / 'key'} holds {len(key)} bytes; wanted are {KEY_BYTES} random ones"
            )
        return key

    def source(self, assignment: str) -> Path:
        """Return the folder of the notebook with its solutions."""
        return self.path / "source" / assignment

    def hidden(self, assignment: str) -> Path:
        """Return the folder with what no student sees."""
        return self.path / "hidden" / assignment

    def release(self, assignment: str) -> Path:
        """Return the folder that is given to students."""
        return self.path / "release" / assignment

    def release_notebook(self, assignment: str) -> Path:
        """Return the notebook that is given to students."""
        return self.release(assignment) / f"{assignment}.ipynb"

    def collected(self, assignment: str, student: str = "") -> Path:
        """Return the folder of what came in, of all students or of one."""
        return self.path / "collected" / assignment / student

    def results(self, assignment: str, student: str = "") -> Path:
        """Return the folder of the result files, of all students or of one."""
        return self.path / "results" / assignment / student

    def autograded(self, assignment: str, student: str) -> Path:
        """Return the notebook that the formgrader shows."""
        return self.path / "autograded" / student / assignment / f"{assignment}.ipynb"

    def feedback(self, assignment: str, student: str) -> Path:
        """Return the page for the student."""
        return self.path / "feedback" / student / assignment / f"{assignment}.html"

    def assignments(self) -> list[str]:
        """Return the names of what has been released."""
        return sorted(
            found.stem
            for found in (self.path / "release").glob("*/*.ipynb")
            if found.stem == found.parent.name
        )

    def expect_released(self, assignment: str) -> None:
        """Expect that an assignment has been released.

        Raises:
            ValueError: it has not.
        """
        known = self.assignments()
        if assignment not in known:
            released = ", ".join(known) or "none"
            raise ValueError(
                f"NAME is {assignment!r}, which is not released in this class; released: {released}"
            )

    def questions(self, assignment: str) -> "tuple[Question, ...]":
        """Run the hidden checks of an assignment. Raises as `load_questions` does."""
        from course_utils.classroom.judge.loading import load_questions

        return load_questions(self.hidden(assignment) / "hidden_checks.py")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep others from writing to the folder inside the block.

        Raises:
            ValueError: another command is at work on it.
        """
        try:
            with FileLock(self.path / ".lock", timeout=0):
                yield
        except Timeout:
            raise ValueError(
                f"another `course class` command is at work on {self.path}; wait until it has ended"
            ) from None


def find_class(start: Path | None = None) -> ClassFolder:
    """Find the class folder: the given one, or the nearest from the current folder upwards.

    Raises:
        ValueError: there is none.
    """
    if start is not None:
        candidates, wanted = [start], f"--class is {str(start)!r}, which has no class.toml"
    else:
        here = Path.cwd()
        candidates, wanted = [here, *here.parents], f"no class.toml was found in {here} or above it"
    for folder in candidates:
        if (folder / "class.toml").is_file():
            return ClassFolder(folder.resolve())
    raise ValueError(f"{wanted}; wanted is a folder that `course class new` has made")


def new_class(path: Path) -> ClassFolder:
    """Make the folder of a class, whole or not at all.

    Raises:
        OSError: it cannot be made.
        ValueError: the path is taken, or lies inside the course.
    """
    path = path.absolute()
    _expect_free(path)
    _expect_outside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.mkdir(mode=PRIVATE)
    try:
        _fill(part, path.name)
        if path.exists():
            path.rmdir()
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return ClassFolder(path)


def expect_name(name: str) -> None:
    """Expect that a name can name an assignment and its folders.

    Raises:
        ValueError: it cannot.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"NAME is {name!r}; wanted are at most 64 small letters, digits, _ and -")


def _expect_free(path: Path) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ValueError(f"DIR is {str(path)!r}, which is there already; wanted is a new or an empty folder")


def _expect_outside(path: Path) -> None:
    for above in path.parents:
        if (above / "class.toml").is_file():
            raise ValueError(
                f"DIR is {str(path)!r}, inside the class {str(above)!r}; wanted is a folder outside it"
            )
    try:
        course = course_root().resolve()
    except FileNotFoundError:
        return
    if path.resolve().is_relative_to(course):
        raise ValueError(
            f"DIR is {str(path)!r}, inside the course; wanted is a folder outside it, where marks and the "
            "class's secret are in nobody's way and in no commit"
        )


def _fill(folder: Path, name: str) -> None:
    for sub in FOLDERS:
        (folder / sub).mkdir(mode=PRIVATE)
    write_atomically(folder / "class.toml", settings.TEMPLATE.format(name=_quoted(name)))
    write_atomically(folder / "roster.csv", ",".join(roster.COLUMNS) + "\n")
    write_atomically(folder / "nbgrader_config.py", NBGRADER_CONFIG)
    with os.fdopen(os.open(folder / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))


def _quoted(name: str) -> str:
    """Return a folder's name so that it can stand between quotes in TOML."""
    return re.sub(r"[^\w .-]", "-", name)
