import pytest

from course_utils.exercises import run_check

ID = "05-allowed-or-not"
RIGHT = {1: True, 2: False, 3: True, 4: False, 5: True, 6: False, 7: True, 8: True}


def with_answers(**changes):
    answers = RIGHT | {int(name[1:]): value for name, value in changes.items()}
    return lambda: answers


@pytest.mark.parametrize(
    "answer",
    [
        lambda: RIGHT,
        lambda: [RIGHT[number] for number in range(1, 9)],
        lambda: tuple(RIGHT.values()),
        lambda: {number: RIGHT[number] for number in reversed(range(1, 9))},
    ],
)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


WRONG = (
    (with_answers(_1=False), "Scenario 1 is allowed. The whole sentence is there"),
    (with_answers(_2=True), "Scenario 2 is not allowed. The backward half of day t has read day t + 1"),
    (with_answers(_3=False), "Scenario 3 is allowed. Tomorrow is not among the inputs"),
    (with_answers(_4=True), "Scenario 4 is not allowed. When a word must be shown"),
    (with_answers(_5=False), "Scenario 5 is allowed. The recording is complete"),
    (with_answers(_6=True), "Scenario 6 is not allowed. The next character is an input"),
    (with_answers(_7=False), "Scenario 7 is allowed. The readings on both sides"),
    (with_answers(_8=False), "Scenario 8 is allowed. Nothing is read that has not been spoken"),
    (with_answers(_2=...), "Scenario 2 is not answered yet"),
    (with_answers(_1="yes"), "Scenario 1: True or False is wanted; came a value of type str"),
    (with_answers(_1=1), "Scenario 1: True or False is wanted; came 1"),
    (with_answers(_9=True), "There is no scenario 9"),
    (lambda: [True] * 3, "Scenario 2 is not allowed"),
    (lambda: [True, False], "Scenario 3 is not answered yet"),
    (lambda: {1, 2}, "A dict with 8 answers is wanted, {1: True, 2: ...}; came a set of length 2"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_the_stub_is_not_attempted():
    def stub():
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"
