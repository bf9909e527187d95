import html
import re

import ipywidgets
import numpy as np
import pytest
import torch
from IPython.core.formatters import DisplayFormatter

from course_utils.widgets.belief import belief_view, sentence
from course_utils.widgets.lesson03 import belief_explorer

RNG = np.random.default_rng(0)
COUNT = 6
IMAGES = (RNG.random((COUNT, 28, 28)) * 255).astype(np.uint8)
LABELS = RNG.integers(0, 10, COUNT)
BELIEFS = RNG.dirichlet(np.full(10, 0.3), size=(COUNT, 28))


@pytest.fixture
def explorer():
    return belief_explorer(IMAGES, LABELS, BELIEFS, sample=2, row=14)


def expected_picture(sample, row):
    return belief_view(IMAGES[sample], BELIEFS[sample], row, int(LABELS[sample]))


def readout(explorer):
    return html.unescape(re.sub("<[^>]*>", "", explorer.readout.value))


def descendants(widget):
    for child in getattr(widget, "children", ()):
        yield child
        yield from descendants(child)


def test_every_sample_and_every_row_shows_its_own_view(explorer):
    for sample in range(explorer.sample.min, explorer.sample.max + 1):
        for row in range(explorer.row.min, explorer.row.max + 1):
            explorer.sample.value, explorer.row.value = sample, row
            assert explorer.picture.value == expected_picture(sample, row)
            assert sentence(BELIEFS[sample], row, int(LABELS[sample])) in readout(explorer)


def test_the_sliders_cover_all_samples_and_rows(explorer):
    assert (explorer.sample.min, explorer.sample.max, explorer.sample.value) == (0, COUNT - 1, 2)
    assert (explorer.row.min, explorer.row.max, explorer.row.value) == (0, 28, 14)


def test_the_controls_are_native_described_and_in_reach(explorer):
    shown = list(descendants(explorer))
    for slider in (explorer.sample, explorer.row):
        assert type(slider) is ipywidgets.IntSlider
        assert slider.continuous_update
        assert slider.readout
        assert slider.description
        assert slider in shown
    buttons = [widget for widget in shown if isinstance(widget, ipywidgets.Button)]
    assert [button.description for button in buttons] == ["Play", "Surprise me", "Reset"]
    assert all(button.tooltip for button in buttons)
    assert explorer.picture in shown
    assert explorer.readout in shown


def test_the_clock_without_names_on_its_buttons_is_hidden(explorer):
    (clock,) = [widget for widget in descendants(explorer) if isinstance(widget, ipywidgets.Play)]
    assert clock.layout.display == "none"


def test_the_readout_is_announced_and_escaped(explorer):
    assert 'aria-live="polite"' in explorer.readout.value
    assert re.fullmatch(r"<p [^<>]*>[^<>]*</p>", explorer.readout.value)


@pytest.mark.parametrize(("row", "said"), [(1, "not changed"), (2, "once"), (3, "twice"), (4, "3 times")])
def test_changes_of_mind_are_said(row, said):
    beliefs = np.tile(np.eye(10), (1, 3, 1))[:, :28]
    explorer = belief_explorer(IMAGES[:1], LABELS[:1], beliefs, row=row)
    assert said in readout(explorer)
    assert "changed its mind" in readout(explorer)


def test_before_the_first_row_no_mind_is_changed(explorer):
    explorer.row.value = 0
    assert "changed its mind" not in readout(explorer)


def test_surprise_goes_to_the_confident_error_then_to_the_changes_of_mind(explorer):
    final = BELIEFS[:, -1]
    error = np.where(final.argmax(1) != LABELS, final.max(1), 0).argmax()
    restless = (np.diff(BELIEFS.argmax(2), axis=1) != 0).sum(1).argmax()
    assert error != restless
    explorer.surprise.click()
    assert (explorer.sample.value, explorer.row.value) == (error, 28)
    assert "most confident error" in readout(explorer)
    explorer.surprise.click()
    assert (explorer.sample.value, explorer.row.value) == (restless, 28)
    assert "most changes of mind" in readout(explorer)
    explorer.surprise.click()
    assert explorer.sample.value == error


def test_where_nothing_surprises_the_button_is_off():
    explorer = belief_explorer(IMAGES[:2], [3, 3], np.tile(np.eye(10)[3], (2, 28, 1)))
    assert explorer.surprise.disabled


def test_reset_goes_back_and_stops_playing(explorer):
    explorer.sample.value, explorer.row.value = 5, 3
    explorer.play.click()
    explorer.reset.click()
    assert (explorer.sample.value, explorer.row.value) == (2, 14)
    assert not explorer._player.clock.playing
    assert explorer.picture.value == expected_picture(2, 14)


@pytest.mark.parametrize("button", ["surprise", "reset"])
def test_a_jump_shows_one_picture_and_none_in_between(explorer, button):
    explorer.sample.value, explorer.row.value = 5, 3
    seen = []
    explorer.picture.observe(lambda change: seen.append(change.new), "value")
    getattr(explorer, button).click()
    assert seen == [expected_picture(explorer.sample.value, explorer.row.value)]


def test_play_moves_the_row_and_names_what_a_click_does(explorer):
    explorer.play.click()
    assert explorer._player.clock.playing
    assert explorer.play.description == "Pause"
    explorer._player.clock.value += 1  # what the clock does in the browser
    assert explorer.row.value == 15
    assert explorer.picture.value == expected_picture(2, 15)
    explorer._player.clock.playing = False  # at the end the clock stops by itself
    assert explorer.play.description == "Play"
    explorer.row.value = 20
    assert explorer._player.clock.value == 20


def test_play_is_paused_by_a_second_click(explorer):
    explorer.play.click()
    explorer.play.click()
    assert not explorer._player.clock.playing
    assert explorer.play.description == "Play"


def test_its_text_is_the_same_in_every_run(explorer):
    text = "BeliefExplorer(samples=6, rows=28)"
    data, _ = DisplayFormatter().format(explorer)
    assert repr(explorer) == str(explorer) == data["text/plain"] == text
    assert "application/vnd.jupyter.widget-view+json" in data


def test_one_sample_offers_nothing_to_choose_from():
    explorer = belief_explorer(IMAGES[:1], LABELS[:1], BELIEFS[:1])
    shown = list(descendants(explorer))
    assert explorer.row in shown
    assert explorer.sample not in shown
    assert explorer.surprise not in shown


def test_later_changes_of_the_callers_arrays_do_not_reach_it():
    images, labels, beliefs = IMAGES.copy(), LABELS.copy(), BELIEFS.copy()
    explorer = belief_explorer(images, labels, beliefs, sample=1, row=3)
    images[:], labels[:], beliefs[:] = 0, 0, 0.1
    explorer.row.value = 9
    assert explorer.picture.value == expected_picture(1, 9)


def test_two_widgets_do_not_disturb_each_other(explorer):
    other = belief_explorer(IMAGES, LABELS, BELIEFS)
    explorer.row.value = 3
    assert (other.sample.value, other.row.value) == (0, 28)
    assert other.picture.value == expected_picture(0, 28)


def test_tensors_and_lists_are_welcome(explorer):
    other = belief_explorer(torch.tensor(IMAGES), LABELS.tolist(), torch.tensor(BELIEFS), sample=2, row=14)
    assert other.picture.value == explorer.picture.value


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"images": IMAGES[0]}, r"images has shape \(28, 28\); wanted is \(N, 28, 28\)"),
        ({"images": IMAGES[:0]}, r"images has shape \(0, 28, 28\)"),
        ({"images": IMAGES / 255}, "images has dtype float64"),
        ({"labels": LABELS[:5]}, r"labels has shape \(5,\); wanted is \(6,\)"),
        ({"labels": LABELS + 10}, "labels is 1.; wanted is a whole number from 0 to 9"),
        ({"labels": LABELS / 3}, "labels is .*; wanted is a whole number"),
        ({"beliefs": BELIEFS[:, :27]}, r"beliefs has shape \(6, 27, 10\); wanted is \(6, 28, 10\)"),
        ({"beliefs": BELIEFS[:5]}, r"beliefs has shape \(5, 28, 10\); wanted is \(6, 28, 10\)"),
        ({"beliefs": BELIEFS * 0.5}, "beliefs holds a row .* sum 0.5"),
        ({"sample": 6}, "sample is 6; wanted is a whole number from 0 to 5"),
        ({"sample": -1}, "sample is -1"),
        ({"row": 29}, "row is 29; wanted is a whole number from 0 to 28"),
        ({"row": None}, "row is None"),
    ],
)
def test_bad_input_is_named_and_leaves_no_widget_behind(changed, message):
    before = set(ipywidgets.Widget.get_manager_state()["state"])
    with pytest.raises(ValueError, match=f"^{message}"):
        belief_explorer(**{"images": IMAGES, "labels": LABELS, "beliefs": BELIEFS} | changed)
    assert set(ipywidgets.Widget.get_manager_state()["state"]) == before
