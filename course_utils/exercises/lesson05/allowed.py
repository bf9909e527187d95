"""Check of 05-allowed-or-not: eight uses of a bidirectional network, legal or a leak of the future."""

from typing import NamedTuple

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Mistake, describe, expect_numbered, unwrapped


class Scenario(NamedTuple):
    """Whether two directions are legal, and the reason."""

    allowed: bool
    reason: str


SCENARIOS = (
    Scenario(True, "The whole sentence is there before the first tag is asked for."),
    Scenario(False, "The backward half of day t has read day t + 1, which is the answer."),
    Scenario(True, "Tomorrow is not among the inputs: both directions read the past only."),
    Scenario(False, "When a word must be shown, the words after it have not been spoken yet."),
    Scenario(True, "The recording is complete: what comes later may be used for what comes earlier."),
    Scenario(False, "The next character is an input one step later, and the backward half has read it."),
    Scenario(True, "The readings on both sides of the gap are there, and the missing ones are no inputs."),
    Scenario(True, "Nothing is read that has not been spoken: the delay buys five words of future."),
)
WORDS = {True: "allowed", False: "not allowed"}


@exercise("05-allowed-or-not", takes=())
def check_allowed_or_not(attempt: Attempt) -> None:
    """Compare the eight answers; name the reason behind the first wrong one."""
    answers = expect_numbered(attempt(), len(SCENARIOS), "scenario", "{1: True, 2: ...}")
    for number, scenario in enumerate(SCENARIOS, 1):
        came = _truth(number, answers.get(number))
        if came != scenario.allowed:
            raise Mistake(f"Scenario {number} is {WORDS[scenario.allowed]}. {scenario.reason}")


def _truth(number: int, answer: object) -> bool:
    answer = unwrapped(answer)
    if answer is None or answer is ...:
        raise Mistake(f"Scenario {number} is not answered yet: True for allowed, False for not allowed.")
    if not isinstance(answer, bool):
        raise Mistake(f"Scenario {number}: True or False is wanted; came {describe(answer)}.")
    return answer
