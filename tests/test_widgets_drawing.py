import html
import re

import ipywidgets
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from course_utils.widgets.belief import belief_view, sentence
from course_utils.widgets.centring import centred
from course_utils.widgets.drawing import DigitDrawer, drawing_view
from course_utils.widgets.pad import EMPTY, Pad

STROKE = np.zeros((28, 28), dtype=np.uint8)
STROKE[2:12, 3:6] = 255
OTHER = np.roll(STROKE, (9, 5), axis=(0, 1))
OTHER[20, 5:20] = 200


def predict(image):
    """Believe more in a digit the more ink its columns hold so far."""
    logits = image[:, 4:24].reshape(28, 10, 2).sum(axis=2).cumsum(axis=0) / 255
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


@pytest.fixture
def drawer():
    return DigitDrawer(predict, [(OTHER, "A surprise."), (STROKE, "Another.")])


def readout(drawer):
    return html.unescape(re.sub("<[^>]*>", "", drawer.readout.value))


def descendants(widget):
    for child in getattr(widget, "children", ()):
        yield child
        yield from descendants(child)


@pytest.mark.parametrize("row", range(29))
@pytest.mark.parametrize("centre", [True, False])
def test_the_view_shows_what_is_read_and_what_is_believed(row, centre):
    read = centred(STROKE) if centre else STROKE
    view = drawing_view(predict, STROKE.tobytes(), centre, row)
    assert view.picture == belief_view(read, predict(read), row)
    assert view.sentence == sentence(predict(read), row)


@pytest.mark.parametrize("row", [0, 28])
def test_an_empty_sheet_is_read_too_and_said_to_be_empty(row):
    view = drawing_view(predict, EMPTY, True, row)
    assert view.sentence.startswith("The sheet is empty. ")
    assert view.picture == belief_view(np.zeros((28, 28), np.uint8), predict(STROKE * 0), row)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((predict, EMPTY, True, 29), "row is 29"),
        ((lambda image: predict(image)[-1], EMPTY, True, 3), r"predict\(image\) has shape \(10,\)"),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        drawing_view(*arguments)


def test_a_stroke_is_read_at_once(drawer):
    pictures = []
    drawer.picture.observe(lambda change: pictures.append(change.new), "value")
    drawer.controls["drawing"].show(STROKE)
    assert pictures == [drawing_view(predict, STROKE.tobytes(), True, 28).picture]


def test_the_switch_and_the_slider_change_the_picture(drawer):
    drawer.controls["drawing"].show(STROKE)
    drawer.controls["centre"].value = False
    drawer.controls["row"].value = 5
    assert drawer.picture.value == drawing_view(predict, STROKE.tobytes(), False, 5).picture
    assert "After row 5 of 28" in readout(drawer)


def test_surprises_come_in_a_round_with_their_sentence(drawer):
    for image, reason in ((OTHER, "A surprise."), (STROKE, "Another."), (OTHER, "A surprise.")):
        drawer.surprise.click()
        np.testing.assert_array_equal(drawer.controls["drawing"].image, image)
        assert readout(drawer).startswith(reason)


def test_reset_takes_an_empty_sheet_and_stops_playing(drawer):
    drawer.controls["drawing"].show(STROKE)
    drawer.controls["row"].value = 3
    drawer.play.button.click()
    drawer.reset.click()
    assert drawer.state == {"drawing": EMPTY, "centre": True, "row": 28}
    assert not drawer.play.clock.playing


def test_a_surprise_stops_playing(drawer):
    drawer.play.button.click()
    drawer.surprise.click()
    assert not drawer.play.clock.playing


def test_play_moves_the_row(drawer):
    drawer.controls["row"].value = 3
    drawer.play.clock.value += 1
    assert drawer.controls["row"].value == 4
    assert "After row 4 of 28" in readout(drawer)


def test_all_controls_are_in_reach_in_a_sensible_order(drawer):
    shown = list(descendants(drawer))
    pad, centre, row = (widget for widget in shown if widget in drawer.controls.values())
    assert isinstance(pad, Pad)
    assert isinstance(centre, ipywidgets.Checkbox)
    assert isinstance(row, ipywidgets.IntSlider)
    buttons = [widget.description for widget in shown if isinstance(widget, ipywidgets.Button)]
    assert buttons == ["Play", "Surprise me", "Reset"]
    assert drawer.picture in shown
    assert drawer.readout in shown


def test_without_surprises_there_is_no_such_button():
    plain = DigitDrawer(predict)
    assert plain.surprise is None
    plain.reset.click()
    assert plain.state["row"] == 28


def test_its_text_is_the_same_in_every_run(drawer):
    drawer.controls["drawing"].show(STROKE)
    data, _ = DisplayFormatter().format(drawer)
    assert repr(drawer) == data["text/plain"] == "DigitDrawer(rows=28)"


def test_a_surprise_that_is_no_picture_is_refused():
    with pytest.raises(ValueError, match=r"^image has shape \(5, 5\)"):
        DigitDrawer(predict, [(STROKE[:5, :5], "Too small.")])
