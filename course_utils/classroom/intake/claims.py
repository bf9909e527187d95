"""What lies in a source of submissions, before anybody knows whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_FILES = 1_000  # that one submission may hold
JUNK = {".DS_Store", ".git", ".ipynb_checkpoints", "Thumbs.db", "__MACOSX", "__pycache__", "desktop.ini"}


class Found(NamedTuple):
    """A file: its path below what is one submission, and where its source has it."""

    path: tuple[str, ...]
    place: tuple[str, ...] | int


class Opened(NamedTuple):
    """An open file.

    Attributes:
        descriptor: of the file, or of the archive that it is in.
        entry: its place in that archive; None where there is none.
        changed: when the system last saw it change; 0 if unknown.
        owner: name of its user on this machine; "" if unknown.
    """

    descriptor: int
    entry: int | None = None
    changed: float = 0.0
    owner: str = ""


@dataclass
class Claim:
    """All that lies under one name directly in a source.

    Attributes:
        name: the name.
        is_file: whether it is a file's; that file is then all.
        found: the files.
        odd: a sentence for each thing that is not taken.
        arrived: when the system last saw the folder change; 0 if unknown.
    """

    name: str
    is_file: bool
    found: list[Found] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    arrived: float = 0.0


def is_junk(parts: Sequence[str]) -> bool:
    """Return whether a path is one of those that systems leave behind."""
    return any(part in JUNK or part.startswith("._") for part in parts)
