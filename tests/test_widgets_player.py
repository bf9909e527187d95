import ipywidgets
import pytest

from course_utils.widgets.player import Player


@pytest.fixture
def slider():
    return ipywidgets.IntSlider(value=3, min=1, max=9)


def test_the_clock_runs_over_the_range_of_the_slider(slider):
    clock = Player(slider).clock
    assert (clock.min, clock.max, clock.value) == (1, 9, 3)


def test_clock_and_slider_move_together(slider):
    player = Player(slider)
    player.clock.value = 4
    assert slider.value == 4
    slider.value = 7
    assert player.clock.value == 7


def test_the_button_plays_and_pauses_and_says_what_it_does(slider):
    player = Player(slider)
    for playing, name in ((True, "Pause"), (False, "Play"), (True, "Pause")):
        player.button.click()
        assert player.clock.playing is playing
        assert player.button.description == name
    player.stop()
    assert not player.clock.playing
    assert player.button.description == "Play"


def test_the_clock_without_names_on_its_buttons_is_hidden(slider):
    player = Player(slider)
    assert player.children == (player.button, player.clock)
    assert player.clock.layout.display == "none"
    assert player.button.tooltip
