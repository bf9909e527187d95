import pytest

from course_utils.widgets.lesson01 import SURPRISES, one_unit_explorer, one_unit_view
from tests.explorer_walk import assert_every_control_shows_its_view, assert_surprises_differ


@pytest.fixture
def explorer():
    return one_unit_explorer()


def test_its_controls_are_the_arguments_of_the_view(explorer):
    assert explorer.state == {"w_ih": 1.0, "w_hh": 0.5, "b": 0.0}
    ends = {name: (control.min, control.max) for name, control in explorer.controls.items()}
    assert ends == {"w_ih": (-3, 3), "w_hh": (-3, 3), "b": (-1.5, 1.5)}


def test_every_value_of_every_slider_shows_its_view(explorer):
    assert_every_control_shows_its_view(explorer, one_unit_view)


@pytest.mark.parametrize(
    ("number", "words"), list(enumerate(["latches", "flips", "slowly", "fades", "it stays at −0.80"]))
)
def test_each_surprise_shows_what_its_reason_says(explorer, number, words):
    values, remark = explorer.surprises[number]
    assert remark == SURPRISES[number][1]
    assert words in explorer.frame(**values).sentence


def test_each_surprise_is_another_view(explorer):
    assert_surprises_differ(explorer)


def test_it_may_start_elsewhere():
    assert one_unit_explorer(w_ih=2, w_hh=-1, b=0.5).start == {"w_ih": 2, "w_hh": -1, "b": 0.5}


def test_its_text_is_fixed(explorer):
    assert repr(explorer) == "One recurrent unit: w_ih = 1.0, w_hh = 0.5, b = 0.0"


@pytest.mark.parametrize(("name", "end"), [("w_ih", "3"), ("w_hh", "3"), ("b", "1.5")])
def test_a_value_outside_its_slider_is_refused(name, end):
    with pytest.raises(ValueError, match=f"^{name} is 9; wanted is a number from -{end} to {end}$"):
        one_unit_explorer(**{name: 9})
