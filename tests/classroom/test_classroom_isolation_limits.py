"""The limits of a submission: what they may be, and what they look like in a result."""

from dataclasses import fields

import pytest

from course_utils.classroom.isolation.limits import GIBIBYTE, SMALLEST, Limits


def test_a_notebook_has_two_gibibytes_of_memory():
    assert Limits().memory == 2 * GIBIBYTE


def test_limits_can_be_stored_and_made_again():
    limits = Limits(memory=10**9, cell_seconds=2.5)
    assert Limits(**limits.to_dict()) == limits
    assert limits.to_dict()["cell_seconds"] == 2.5


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_every_limit_has_a_least_value(name):
    smallest = SMALLEST[name]
    assert getattr(Limits(**{name: smallest}), name) == smallest
    for value in (type(smallest)(smallest / 2), 0, -1, float("inf")):
        with pytest.raises((ValueError, TypeError), match=f"^{name} is .* but must be a (whole )?number"):
            Limits(**{name: value})


@pytest.mark.parametrize("value", ["10", None, True, 1.5])
def test_a_size_is_a_whole_number(value):
    with pytest.raises(TypeError, match=f"^memory is {value!r}, but must be a whole number$"):
        Limits(memory=value)


@pytest.mark.parametrize("value", ["10", None, True])
def test_a_time_is_a_number(value):
    with pytest.raises(TypeError, match=f"^cell_seconds is {value!r}, but must be a number$"):
        Limits(cell_seconds=value)
