import pytest

from course_utils.widgets.controls import choice, pad, slider, switch
from course_utils.widgets.sheet import EMPTY


def test_a_slider_over_whole_numbers_has_whole_values():
    control = slider("Steps", 0, 9, 3)
    assert control.values() == list(range(10))
    assert all(type(value) is int for value in control.values())
    assert type(control.accept("steps", 4.0)) is int


def test_a_slider_with_a_fraction_has_values_without_noise():
    control = slider("Weight", -0.3, 0.3, 0.1, 0.1)
    assert control.values() == [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    assert control.accept("weight", 0.1 + 0.2) == 0.3
    assert type(control.accept("weight", 0)) is float


def test_values_in_between_are_rounded_to_nothing_but_their_own_digits():
    assert slider("Weight", -2.0, 2.0, 0.5, 0.1).accept("weight", 0.25) == 0.25


def test_a_choice_shows_values_or_names():
    assert choice("Layers", [1, 2], 1).options == (("1", 1), ("2", 2))
    assert choice("Kind", [("Steep", "a")], "a").values() == ["a"]


def test_a_switch_is_off_or_on_and_a_pad_has_no_list_of_values():
    assert switch("Bold", True).values() == [False, True]
    assert pad("Sheet").values() == []
    assert pad("Sheet").value == EMPTY


def test_it_is_described_as_plain_data():
    described = slider("Rows", 0, 28, 5, unit="of 28", play=True).described("row")
    assert described == {
        "name": "row", "kind": "slider", "label": "Rows", "value": 5, "min": 0, "max": 28, "step": 1,
        "unit": "of 28", "play": True, "options": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("control", "value", "message"),
    [
        (slider("Rows", 0, 28, 5), 29, "row is 29; wanted is a number from 0 to 28"),
        (slider("Rows", 0, 28, 5), "5", "row is '5'; wanted is a number from 0 to 28"),
        (slider("Rows", 0, 28, 5), True, "row is True; wanted is a number from 0 to 28"),
        (slider("Rows", 0, 28, 5), float("nan"), "row is nan; wanted is a number from 0 to 28"),
        (slider("Rows", 0, 28, 5), None, "row is None; wanted is a number from 0 to 28"),
        (choice("Kind", ["a", "b"], "a"), "c", "row is 'c'; wanted is one of 'a', 'b'"),
        (switch("Bold", True), "on", "row is 'on'; wanted is one of False, True"),
        (pad("Sheet"), b"12", "row holds 2 bytes; wanted are 784 bytes, one a pixel"),
        (pad("Sheet"), "drawn", "row is a str; wanted are 784 bytes, one a pixel"),
    ],
)
def test_a_value_that_does_not_fit_is_named(control, value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        control.accept("row", value)


def test_the_first_value_has_to_fit_too():
    with pytest.raises(ValueError, match="^Rows is 30; wanted is a number from 0 to 28$"):
        slider("Rows", 0, 28, 30)
