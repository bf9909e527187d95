import html
import re

import ipywidgets
import numpy as np
import pytest
import torch
from IPython.core.formatters import DisplayFormatter

from course_utils.widgets.belief import belief_view, sentence
from course_utils.widgets.confusion_view import confusion_view
from course_utils.widgets.drawing import DigitDrawer
from course_utils.widgets.eraser_view import EDITS, edited, eraser_view
from course_utils.widgets.lesson03 import (
    ERASER_SURPRISES,
    belief_explorer,
    confusion_browser,
    digit_drawer,
    row_eraser,
)

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


# --- confusion browser, row eraser, drawing -----------------------------------------------------------------

PREDICTIONS = np.array([0, 0, 3, 4, 4, 9])
DIGITS = np.array([0, 4, 3, 9, 9, 4])


def predict(image):
    """Believe in a digit by the ink of the rows so far."""
    return np.eye(10)[image.sum(axis=1).cumsum() % 10]


@pytest.fixture
def browser():
    return confusion_browser(IMAGES, DIGITS, PREDICTIONS)


@pytest.fixture
def eraser():
    return row_eraser(IMAGES, LABELS, predict)


def test_the_browser_reaches_every_cell(browser):
    for truth in range(10):
        for answer in range(10):
            browser.set(truth=truth, answer=answer)
            wanted = confusion_view(IMAGES, DIGITS, PREDICTIONS, truth, answer)
            assert browser.picture.value == wanted.picture
            assert readout(browser) == wanted.sentence
    assert all((c.min, c.max) == (0, 9) for c in browser.controls.values())


def test_the_browser_starts_at_4_read_as_9_and_surprises_with_the_most_frequent_mistake(browser):
    assert repr(browser) == "ConfusionBrowser(truth=4, answer=9)"
    browser.surprise.click()
    assert browser.state == {"truth": 9, "answer": 4}
    assert readout(browser).startswith("Of 4 mistakes, ")
    browser.reset.click()
    assert browser.state == {"truth": 4, "answer": 9}


def test_without_mistakes_the_browser_has_no_surprises():
    assert confusion_browser(IMAGES, DIGITS, DIGITS, truth=3, answer=3).surprise is None


def test_the_eraser_reaches_every_sample_row_and_change(eraser):
    samples, changes, firsts, counts = eraser.controls.values()
    assert (samples.min, samples.max) == (0, COUNT - 1)
    assert list(changes.options) == list(EDITS)
    assert (firsts.min, firsts.max, counts.min, counts.max) == (1, 28, 0, 28)
    for sample in (0, COUNT - 1):
        for edit in EDITS:
            for first, count in ((1, 0), (1, 28), (28, 0), (28, 28), (13, 4)):
                eraser.set(sample=sample, edit=edit, first=first, count=count)
                wanted = eraser_view(IMAGES[sample], int(LABELS[sample]), predict, edit, first, count)
                assert eraser.picture.value == wanted.picture
                assert readout(eraser) == wanted.sentence


def test_the_eraser_surprises_in_a_round(eraser):
    assert repr(eraser) == "RowEraser(sample=0, edit='blank', first=13, count=4)"
    for settings, reason in ERASER_SURPRISES:
        eraser.surprise.click()
        sample = eraser.state["sample"]
        assert eraser.state == {"sample": sample, **settings}
        assert readout(eraser).startswith(reason)
        changed = [not same_answer(image, settings) for image in IMAGES]
        assert sample == (changed.index(True) if any(changed) else 0)


def same_answer(image, settings):
    return predict(image)[-1].argmax() == predict(edited(image, **settings))[-1].argmax()


def test_the_eraser_stays_with_the_first_image_where_no_answer_changes():
    eraser = row_eraser(IMAGES, LABELS, lambda image: np.eye(10)[np.full(28, 3)])
    eraser.surprise.click()
    assert eraser.state["sample"] == 0


def test_the_drawer_reads_with_the_function_that_it_was_given():
    seen = []

    def remember(image):
        seen.append(image)
        return predict(image)

    drawer = digit_drawer(remember, [(IMAGES[0], "One.")])
    assert isinstance(drawer, DigitDrawer)
    drawer.controls["centre"].value = False
    drawer.surprise.click()
    drawer.controls["centre"].value = False
    np.testing.assert_array_equal(seen[-1], IMAGES[0])


def test_later_changes_of_the_callers_arrays_reach_neither_browser_nor_eraser():
    images, labels, predictions = IMAGES.copy(), DIGITS.copy(), PREDICTIONS.copy()
    browser, eraser = confusion_browser(images, labels, predictions), row_eraser(images, labels, predict)
    images[:], labels[:], predictions[:] = 0, 0, 0
    browser.set(truth=9, answer=4)
    assert browser.picture.value == confusion_view(IMAGES, DIGITS, PREDICTIONS, 9, 4).picture
    eraser.set(sample=1)
    assert eraser.picture.value == eraser_view(IMAGES[1], DIGITS[1], predict, "blank", 13, 4).picture


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: confusion_browser(IMAGES[0], DIGITS, PREDICTIONS), r"images has shape \(28, 28\)"),
        (lambda: confusion_browser(IMAGES, DIGITS[1:], PREDICTIONS), r"labels has shape \(5,\)"),
        (lambda: confusion_browser(IMAGES, DIGITS, PREDICTIONS[1:]), r"predictions has shape \(5,\)"),
        (lambda: confusion_browser(IMAGES, DIGITS, PREDICTIONS + 1), "predictions is 10"),
        (lambda: confusion_browser(IMAGES, DIGITS, PREDICTIONS, truth=10), "truth is 10"),
        (lambda: row_eraser(IMAGES / 255, DIGITS, predict), "images has dtype float64"),
        (lambda: row_eraser(IMAGES, DIGITS[:2], predict), r"labels has shape \(2,\)"),
        (lambda: row_eraser(IMAGES, DIGITS, lambda image: image), r"predict\(image\) has shape \(28, 28\)"),
    ],
)
def test_bad_input_of_the_others_is_named(make, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        make()
