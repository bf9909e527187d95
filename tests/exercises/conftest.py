import itertools
from collections.abc import Callable

import pytest

from course_utils.exercises import run_check
from course_utils.exercises.core import CORRECT, NOT_RIGHT
from course_utils.exercises.expectations import Misconceptions, is_close


@pytest.fixture
def accepts() -> Callable:
    """Assert that a check calls an answer correct."""

    def assert_accepted(id: str, answer: Callable) -> None:
        result = run_check(id, answer)
        assert result.status == CORRECT, str(result)
        assert str(result) == f"{id}: correct."

    return assert_accepted


@pytest.fixture
def refuses() -> Callable:
    """Assert that a check calls an answer not right, and says why in these words."""

    def assert_refused(id: str, answer: Callable, words: str) -> None:
        result = run_check(id, answer)
        assert result.status == NOT_RIGHT, str(result)
        assert words in result.message
        assert "\n" not in str(result)

    return assert_refused


@pytest.fixture
def told_apart() -> Callable:
    """Assert that no misconception gives the right answer, nor the answer of another one."""

    def assert_told_apart(wanted: object, misconceptions: Misconceptions) -> None:
        for sentence, answers in misconceptions.items():
            assert not any(is_close(answer, wanted) for answer in answers), sentence
        for (one, answers), (other, others) in itertools.combinations(misconceptions.items(), 2):
            assert not any(is_close(a, b) for a in answers for b in others), f"{one} / {other}"

    return assert_told_apart
