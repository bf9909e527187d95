"""A graded question: its parts with their points and hidden checks."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from course_utils.classroom.judge.answer import Answer, Ask, Unanswered
from course_utils.classroom.judge.draw import Draw, keyed_seed
from course_utils.classroom.verdict import Mark, Part
from course_utils.exercises.attempt import NotAttempted
from course_utils.exercises.expectations import Mistake

Check = Callable[[Answer, Draw], None]
SOURCE_KEY = b"the source notebook"  # nothing depends on it: there the solution meets its own checks
LONGEST_REASON = 1_000  # characters
UNEXPLAINED = "It is not right."


class QuestionPart(NamedTuple):
    """Points for what a check finds in order; ``hint`` is shown when it does not."""

    points: float
    title: str
    check: Check
    hint: str


class Question:
    """A question of an assignment.

    Args:
        id: the id of its solution cell, such as "peephole-step"; the function is named peephole_step.
        takes: names of the function's arguments, in order.
        without: families of torch's recurrent operators that raise wherever the submission calls them:
            "rnn", "lstm", "gru".
        explanations: for a fragment of an exception's text, a sentence that says what is behind it.
        files: names of files that are handed in beside the notebook.

    Attributes:
        function: name of the function.
        parts: its parts, in order.
    """

    def __init__(
        self,
        id: str,
        takes: Sequence[str],
        without: Sequence[str] = (),
        explanations: Mapping[str, str] | None = None,
        files: Sequence[str] = (),
    ):
        self.id = id
        self.function = id.replace("-", "_")
        self.takes = tuple(takes)
        self.without = tuple(sorted(without))
        self.explanations = dict(explanations or {})
        self.files = tuple(files)
        self.parts: list[QuestionPart] = []

    @property
    def points(self) -> float:
        """Return the points of all parts."""
        return sum(part.points for part in self.parts)

    def part(self, points: float, title: str, hint: str = "") -> Callable[[Check], Check]:
        """Make the decorated check the next part.

        Args:
            points: for passing the check.
            title: what is looked at, in words for the student.
            hint: what to do when it fails, beside the reason.

        Raises:
            ValueError: the points are not above 0.
        """
        if not points > 0:
            raise ValueError(f"points is {points!r}; wanted is a number above 0")

        def enter(check: Check) -> Check:
            self.parts.append(QuestionPart(points, title, check, hint))
            return check

        return enter

    def judge(self, ask: Ask, seed: Callable[[int], int]) -> Mark:
        """Hold an answer against all parts.

        Args:
            ask: sends a request to where the answer is, and returns the reply.
            seed: gives for the number of a part the seed of its inputs.

        Raises:
            Unanswered: it cannot be asked.
        """
        judged = [self._judge_part(part, ask, seed(number)) for number, part in enumerate(self.parts)]
        replies = tuple(reply for _, replies, _ in judged for reply in replies)
        flags = tuple(flag for _, _, flag in judged if flag)
        return Mark(self.id, tuple(part for part, _, _ in judged), replies, flags)

    def grade(self, namespace: Mapping[str, object]) -> float:
        """Judge the function in a namespace of this process, print a line a part and return the points.

        The last cell of a question in the source notebook calls this; nbgrader takes the number as points.
        """
        from course_utils.classroom.sandbox.requests import answer_here

        mark = self.judge(
            lambda request: answer_here(request, namespace),
            lambda number: keyed_seed(SOURCE_KEY, self.id, number),
        )
        print(f"{self.id}: {mark.points:g} of {mark.of:g} points")
        for part in mark.parts:
            print(
                f"  {part.points:g} of {part.of:g}  {part.title}"
                + (f": {part.reason}" if part.reason else "")
            )
        return float(mark.points)

    def _judge_part(self, part: QuestionPart, ask: Ask, seed: int) -> tuple[Part, list[dict], str]:
        """Return the part, the calls behind lost points, and a sentence for the teacher if one is due."""
        answer = Answer(self.function, self.takes, self.without, self.explanations, ask)
        reason, flag = "", ""
        try:
            part.check(answer, Draw(seed))
        except NotAttempted:
            reason = "Not attempted."
        except Mistake as mistake:
            reason = " ".join(filter(None, (str(mistake), part.hint)))
        except Unanswered:
            raise
        except Exception as error:  # a stranger's value may be odd in ways that no check foresees
            reason = f"What it returns could not be checked ({type(error).__name__}). {part.hint}".rstrip()
            flag = f"{self.id}, {part.title}: the check itself stopped with {type(error).__name__}: {error}"
        else:
            return Part(part.title, part.points, part.points), [], ""
        lost = Part(part.title, 0.0, part.points, reason[:LONGEST_REASON].strip() or UNEXPLAINED)
        return lost, [_logged(*answer.last_call)] if answer.last_call else [], flag[:LONGEST_REASON]


def _logged(request: dict, reply: dict) -> dict:
    """Return a call as JSON can hold it, with the bytes of tensors in base 64."""
    from course_utils.classroom.judge.log import as_json

    return {"request": as_json(request), "reply": as_json(reply)}
