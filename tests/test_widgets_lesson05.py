import itertools
from xml.etree import ElementTree

import numpy as np
import pytest

from course_utils.widgets.lesson05 import direction_explorer, direction_view
from tests.test_widgets_direction_view import INFLUENCES, LENGTH


@pytest.fixture
def explorer():
    return direction_explorer(INFLUENCES)


def test_every_state_of_the_controls_shows_its_view(explorer):
    steps = range(explorer.controls["step"].min, explorer.controls["step"].max + 1)
    layers = explorer.controls["num_layers"].options
    assert (list(steps), list(layers)) == (list(range(LENGTH)), [1, 2, 3])
    for step, num_layers in itertools.product(steps, layers):
        explorer.set(step=step, num_layers=num_layers)
        view = direction_view(INFLUENCES, step, num_layers)
        assert explorer.picture.value == view.picture
        assert view.sentence in explorer.readout.value
        ElementTree.fromstring(view.picture)


def test_it_opens_at_the_last_step_of_one_layer_and_goes_back_there(explorer):
    assert explorer.state == {"step": LENGTH - 1, "num_layers": 1}
    assert repr(explorer) == f"DirectionExplorer(step={LENGTH - 1}, num_layers=1)"
    explorer.controls["step"].value = 0
    explorer.reset.click()
    assert explorer.state == {"step": LENGTH - 1, "num_layers": 1}


def test_surprises_say_what_the_picture_shows(explorer):
    explorer.surprise.click()
    assert "forward half that has seen one step only" in explorer.readout.value
    assert "the forward half is moved by x[:, 0] alone" in explorer.readout.value
    explorer.surprise.click()
    assert "each half knows its own side" in explorer.readout.value
    explorer.surprise.click()
    assert explorer.state["num_layers"] == 3
    assert "all reaches all" in explorer.readout.value
    assert explorer.readout.value.count("all 5 inputs") == 2


def test_one_layer_alone_is_explored_too():
    explorer = direction_explorer({1: np.ones((2, 3, 3))})
    assert explorer.controls["num_layers"].options == (1,)
    explorer.surprise.click()
    explorer.surprise.click()
    explorer.surprise.click()
    assert explorer.state["step"] == 0


def test_bad_tables_are_refused_before_anything_is_shown():
    with pytest.raises(ValueError, match="influences is empty"):
        direction_explorer({})
