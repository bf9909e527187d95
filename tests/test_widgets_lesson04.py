import html
import re

import pytest

from course_utils import runtime
from course_utils.models import SineForecaster
from course_utils.widgets.lesson04 import forecast_player, forecast_view


@pytest.fixture
def network():
    with runtime.seeded(0):
        return SineForecaster().double()


@pytest.fixture
def player(network):
    return forecast_player(network)


def readout(explorer):
    return html.unescape(re.sub("<[^>]*>", "", explorer.readout.value))


def test_it_opens_with_the_view_of_its_controls(network, player):
    assert list(player.controls) == ["warm_up", "horizon", "noise", "frequency"]
    view = forecast_view(network, **player.state)
    assert (player.picture.value, readout(player)) == (view.picture, view.sentence)


def test_every_control_reaches_the_picture_at_its_ends(network, player):
    for control in player.controls.values():
        first = control.value
        for value in (control.min, control.max):
            control.value = value
            view = forecast_view(network, **player.state)
            assert (player.picture.value, readout(player)) == (view.picture, view.sentence)
        control.value = first


def test_each_surprise_is_another_view_and_reset_leads_back(network, player):
    start, seen = player.picture.value, set()
    for _ in player._surprises:
        player.surprise.click()
        seen.add(player.picture.value)
        assert forecast_view(network, **player.state).sentence in readout(player)
    assert len(seen - {start}) == len(player._surprises) == 4
    player.reset.click()
    assert player.picture.value == start


def test_its_text_is_the_same_in_every_run(player):
    assert repr(player) == "ForecastPlayer(warm_up=20, horizon=60, noise=0.0, frequency=1.0)"
