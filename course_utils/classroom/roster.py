"""The students of a class, from its roster.csv."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("id", "first_name", "last_name", "email", "lms_id")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@dataclass(frozen=True)
class Student:
    """A student: the id that names files and marks, the name, and the id in the learning platform."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def name(self) -> str:
        """Return the full name, or the id where there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.id


def read_roster(path: Path) -> dict[str, Student]:
    """Read the students, by id, in the order of the file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no such table, an id cannot name a folder, or an id or lms_id comes twice.
    """
    students: dict[str, Student] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in _rows(path, file):
                _add(students, f"{path}, line {line}", row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} is no table of commas in UTF-8: {error}") from None
    return students


def _rows(path: Path, file) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(file, restval="", strict=True)
    head = tuple(reader.fieldnames or ())
    if "id" not in head or not set(head) <= set(COLUMNS):
        raise ValueError(
            f"{path} has the columns {', '.join(head) or 'none'}; wanted are {', '.join(COLUMNS)}"
        )
    return [(reader.line_num, row) for row in reader if any(row.values())]


def _add(students: dict[str, Student], place: str, row: dict[str, str]) -> None:
    if None in row:
        raise ValueError(f"{place} has more fields than there are columns; wanted are {', '.join(COLUMNS)}")
    if any("\n" in field or "\r" in field for field in row.values()):
        raise ValueError(f'{place} ends a field that holds a line break; wanted is every " with its partner')
    student = Student(**{column: row.get(column, "").strip() for column in COLUMNS})
    if not ID.fullmatch(student.id):
        raise ValueError(
            f"{place}: id is {student.id!r}; wanted are 1 to 64 letters, digits and . _ @ -, the first a "
            "letter or a digit"
        )
    # Two ids that differ in case only would share a folder on some file systems.
    if student.id.casefold() in map(str.casefold, students):
        raise ValueError(f"{place}: id is {student.id!r}, which another student has already")
    for other in students.values():
        if student.lms_id and student.lms_id == other.lms_id:
            raise ValueError(f"{place}: lms_id is {student.lms_id!r}, which {other.id} has already")
    students[student.id] = student
