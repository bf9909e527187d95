"""Who handed in: the names that files come under, matched with the roster."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from course_utils.classroom.intake.refusal import quoted


class Student(Protocol):
    """A row of the roster; all but the id may be "" where unknown."""

    id: str
    first_name: str
    last_name: str
    email: str
    lms_id: str


class People:
    """The roster, ready to be asked whom a name means.

    Args:
        roster: the students.
    """

    def __init__(self, roster: Iterable[Student]):
        self._by_key: dict[tuple[str, str], set[str]] = defaultdict(set)
        for student in roster:
            for key in _keys(student):
                self._by_key[key].add(student.id)

    def find(self, kinds: Iterable[str], name: str) -> str | None:
        """Return the id of the one student whom a name means; None when it means nobody, or several.

        Args:
            kinds: what the name may be, in the order in which it is tried: "id", "email", "lms_id", "name".
            name: what files came under.
        """
        for kind in kinds:
            meant = self._by_key.get((kind, _form(kind, name)), set())
            if meant:
                return next(iter(meant)) if len(meant) == 1 else None
        return None

    def why_not(self, name: str) -> str:
        """Return the sentence about a name that `find` finds nobody for."""
        if len(self._by_key.get(("name", _form("name", name)), ())) > 1:
            return f"{quoted(name)} is the name of several students: rename it to the id of one of them."
        return f"{quoted(name)} means nobody in the roster."


def _keys(student: Student) -> Iterator[tuple[str, str]]:
    names = {student.first_name + student.last_name, student.last_name + student.first_name}
    values = [("id", student.id), ("email", student.email), ("lms_id", student.lms_id)]
    for kind, value in [*values, *(("name", name) for name in names)]:
        if form := _form(kind, value or ""):
            yield kind, form


def _form(kind: str, value: str) -> str:
    """Return the form in which two names of a kind are compared."""
    if kind == "lms_id":
        return value.strip()
    if kind == "name":
        plain = unicodedata.normalize("NFKD", value)
        return "".join(character for character in plain if character.isalnum()).casefold()
    return unicodedata.normalize("NFC", value).strip().casefold()
