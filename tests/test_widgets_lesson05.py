from functools import partial
from xml.etree import ElementTree

import numpy as np
import pytest

from course_utils.widgets.lesson05 import direction_explorer, direction_view
from tests.explorer_walk import assert_every_control_shows_its_view, assert_surprises_differ
from tests.test_widgets_direction_view import INFLUENCES, LENGTH


@pytest.fixture
def explorer():
    return direction_explorer(INFLUENCES)


def test_every_state_of_the_controls_is_drawn_in_advance(explorer):
    known = explorer.data["known"]
    assert len(known) == 3 * LENGTH
    for each in known:
        assert each["picture"] == direction_view(INFLUENCES, **each["state"]).picture
        ElementTree.fromstring(each["picture"])


def test_every_control_reaches_the_picture(explorer):
    assert_every_control_shows_its_view(explorer, partial(direction_view, INFLUENCES))


def test_it_opens_at_the_last_step_of_one_layer(explorer):
    assert explorer.state == {"step": LENGTH - 1, "num_layers": 1}
    assert repr(explorer) == (
        f"What reaches the two halves of the output: step = {LENGTH - 1}, num_layers = 1"
    )


@pytest.mark.parametrize(
    ("number", "remark", "words"),
    [
        (0, "forward half that has seen one input only", "the forward half is moved by x[:, 0] alone"),
        (1, "each half knows its own side", "output[:, 2]"),
        (2, "all reaches all", "the backward half by all 5 inputs"),
    ],
)
def test_surprises_say_what_the_picture_shows(explorer, number, remark, words):
    values, said = explorer.surprises[number]
    assert remark in said
    assert words in explorer.frame(**values).sentence


def test_each_surprise_is_another_view(explorer):
    assert_surprises_differ(explorer)


def test_one_layer_alone_is_explored_too():
    explorer = direction_explorer({1: np.ones((2, 3, 3))})
    assert explorer.controls["num_layers"].values() == [1]
    assert [values for values, _ in explorer.surprises] == [{"step": 0}, {"step": 1}]


def test_bad_tables_are_refused_before_anything_is_shown():
    with pytest.raises(ValueError, match="influences is empty"):
        direction_explorer({})
