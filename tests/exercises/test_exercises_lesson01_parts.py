import pytest

from course_utils.exercises.expectations import Mistake
from course_utils.exercises.lesson01.parts import in_part


def test_a_mistake_gets_the_name_of_its_part_and_keeps_its_cause():
    cause = KeyError("x")
    with pytest.raises(Mistake, match=r"^h_n: It is wrong\.$") as caught, in_part("h_n"):
        raise Mistake("It is wrong.") from cause
    assert caught.value.__cause__ is cause


def test_other_exceptions_pass_unchanged():
    with pytest.raises(KeyError, match="^'x'$"), in_part("h_n"):
        raise KeyError("x")
