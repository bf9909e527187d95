import html
import re

import pytest

from course_utils.widgets.lesson01 import SURPRISES, one_unit_explorer, one_unit_view


@pytest.fixture
def explorer():
    return one_unit_explorer()


def readout(explorer):
    return html.unescape(re.sub("<[^>]*>", "", explorer.readout.value))


def test_its_controls_are_the_arguments_of_the_view(explorer):
    assert explorer.state == {"w_ih": 1.0, "w_hh": 0.5, "b": 0.0}
    ends = {name: (control.min, control.max) for name, control in explorer.controls.items()}
    assert ends == {"w_ih": (-3, 3), "w_hh": (-3, 3), "b": (-1.5, 1.5)}


@pytest.mark.parametrize("name", ["w_ih", "w_hh", "b"])
def test_every_value_of_every_slider_shows_its_view(explorer, name):
    control = explorer.controls[name]
    for number in range(round((control.max - control.min) / control.step) + 1):
        control.value = control.min + number * control.step
        view = one_unit_view(**explorer.state)
        assert explorer.picture.value == view.picture
        assert readout(explorer) == view.sentence


@pytest.mark.parametrize(
    ("number", "words"), list(enumerate(["latches", "flips", "slowly", "fades", "it stays at −0.80"]))
)
def test_each_surprise_shows_what_its_reason_says(explorer, number, words):
    for _ in range(number + 1):
        explorer.surprise.click()
    assert readout(explorer).startswith(SURPRISES[number][1])
    assert words in readout(explorer)


def test_reset_goes_back_to_the_first_values():
    explorer = one_unit_explorer(w_ih=2, w_hh=-1, b=0.5)
    explorer.surprise.click()
    explorer.reset.click()
    assert explorer.state == {"w_ih": 2, "w_hh": -1, "b": 0.5}


def test_its_text_is_fixed(explorer):
    assert repr(explorer) == "OneUnitExplorer(w_ih=1.0, w_hh=0.5, b=0.0)"


@pytest.mark.parametrize(("name", "end"), [("w_ih", "3"), ("w_hh", "3"), ("b", "1.5")])
def test_a_value_outside_its_slider_is_refused(name, end):
    with pytest.raises(ValueError, match=f"^{name} is 9; wanted is a number from -{end} to {end}$"):
        one_unit_explorer(**{name: 9})
