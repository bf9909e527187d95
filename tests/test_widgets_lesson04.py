from functools import partial

import pytest

from course_utils import runtime
from course_utils.models import SineForecaster
from course_utils.widgets.lesson04 import forecast_player, forecast_view
from tests.explorer_walk import assert_every_control_shows_its_view, assert_surprises_differ


@pytest.fixture
def network():
    with runtime.seeded(0):
        return SineForecaster().double()


@pytest.fixture
def player(network):
    return forecast_player(network)


def test_its_controls_are_the_arguments_of_the_view(player):
    assert player.start == {"warm_up": 20, "horizon": 60, "noise": 0.0, "frequency": 1.0}


def test_every_control_reaches_the_picture_at_every_value(network, player):
    assert_every_control_shows_its_view(player, partial(forecast_view, network))


def test_each_surprise_is_another_view(player):
    assert len(player.surprises) == 4
    assert_surprises_differ(player)


def test_its_text_is_the_same_in_every_run(player):
    assert repr(player) == ("Forecasts of one wave: warm_up = 20, horizon = 60, noise = 0.0, frequency = 1.0")
