"""What came of judging a submission, as data: points and reasons, part by part, and what led to them."""

import dataclasses
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """A part of a question: its points, of how many, and why any are lost."""

    title: str
    points: float
    of: float
    reason: str = ""


@dataclass(frozen=True)
class Mark:
    """The mark of a question.

    Attributes:
        question: its id.
        parts: its parts in order.
        replies: the calls behind lost points with what came back, whole; for the teacher's log only.
        flags: sentences for the teacher; a flagged mark wants a look.
    """

    question: str
    parts: tuple[Part, ...]
    replies: tuple[dict, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """Return the points that were reached."""
        return sum(part.points for part in self.parts)

    @property
    def of(self) -> float:
        """Return the points that could be reached."""
        return sum(part.of for part in self.parts)


@dataclass(frozen=True)
class StoppedCell:
    """A cell of the submission that did not run to its end, and why."""

    id: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """What came of judging one attempt of a student.

    Attributes:
        student: the student's id.
        assignment: the assignment's name.
        attempt: the number of the attempt, from 1.
        digest: SHA-256 of what was handed in.
        marks: a mark for each question.
        stopped_cells: cells that did not run to their end.
        flags: sentences for the teacher about the submission as a whole.
        rung: how the submission was isolated: "bubblewrap", "landlock" or "trusted".
        limits: what the submission might use.
        versions: of Python, torch and the course.
        seconds: that the judging took.
    """

    student: str
    assignment: str
    attempt: int
    digest: str
    marks: tuple[Mark, ...]
    stopped_cells: tuple[StoppedCell, ...] = ()
    flags: tuple[str, ...] = ()
    rung: str = ""
    limits: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def points(self) -> float:
        """Return the points of all questions."""
        return sum(mark.points for mark in self.marks)

    @property
    def of(self) -> float:
        """Return the points that could be reached."""
        return sum(mark.of for mark in self.marks)

    @property
    def flagged(self) -> bool:
        """Return whether a teacher should look at it."""
        return bool(self.flags or any(mark.flags for mark in self.marks))

    def to_json(self) -> str:
        """Return the verdict as JSON."""
        return json.dumps(dataclasses.asdict(self), indent=1, sort_keys=True, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> "Verdict":
        """Return the verdict that `to_json` wrote.

        Raises:
            ValueError: the text is no such verdict.
        """
        try:
            content = json.loads(text)
            marks = tuple(_mark(mark) for mark in content.pop("marks"))
            stopped = tuple(StoppedCell(**cell) for cell in content.pop("stopped_cells"))
            flags = tuple(content.pop("flags"))
            return cls(**content, marks=marks, stopped_cells=stopped, flags=flags)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"text is no verdict ({error}); wanted is what to_json wrote") from None


def _mark(content: dict) -> Mark:
    parts = tuple(Part(**part) for part in content["parts"])
    return Mark(content["question"], parts, tuple(content["replies"]), tuple(content["flags"]))
