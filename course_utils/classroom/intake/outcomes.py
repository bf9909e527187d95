"""What is collected, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.classroom.submission import Submission


@dataclass(frozen=True)
class Assignment:
    """What is collected.

    Attributes:
        name: of the assignment, and of its notebook without ".ipynb".
        release: the notebook that was handed out.
        collected: the folder for all that comes in.
        files: how many bytes each further file that is wanted may have, by name.
    """

    name: str
    release: Path
    collected: Path
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """A submission that is taken: the attempt, its folder, and whether it is new or was there already."""

    submission: Submission
    folder: Path
    new: bool


@dataclass(frozen=True)
class Refused:
    """A submission that is not taken.

    Attributes:
        student: id from the roster, or the name it came under, or "" for the source as a whole.
        sentence: why.
        kept: a copy of the notebook of somebody unknown.
    """

    student: str
    sentence: str
    kept: Path | None = None


Collected = Taken | Refused
