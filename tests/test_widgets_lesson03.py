import ipywidgets
import numpy as np
import pytest
import torch

from course_utils.widgets.belief import belief_view, sentence
from course_utils.widgets.confusion_view import confusion_view
from course_utils.widgets.drawing import drawing_view
from course_utils.widgets.eraser_view import EDITS, edited, eraser_view
from course_utils.widgets.explorer import Frames
from course_utils.widgets.lesson03 import (
    ERASER_SURPRISES,
    PAGE_SAMPLES,
    belief_explorer,
    confusion_browser,
    digit_drawer,
    row_eraser,
)
from course_utils.widgets.sheet import EMPTY, to_bytes
from tests.explorer_walk import assert_surprises_differ, shown

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


def test_every_sample_and_every_row_shows_its_own_view(explorer):
    for sample in explorer.controls["sample"].values():
        for row in explorer.controls["row"].values():
            explorer.set(sample=sample, row=row)
            picture, said = shown(explorer)
            assert picture == expected_picture(sample, row)
            assert said.startswith(sentence(BELIEFS[sample], row, int(LABELS[sample])))


def test_the_sliders_cover_all_samples_and_rows_and_the_rows_play(explorer):
    sample, row = explorer.controls.values()
    assert (sample.min, sample.max, sample.value) == (0, COUNT - 1, 2)
    assert (row.min, row.max, row.value) == (0, 28, 14)
    assert (row.unit, row.play, sample.play) == ("of 28", True, False)


@pytest.mark.parametrize(("row", "said"), [(1, "not changed"), (2, "once"), (3, "twice"), (4, "3 times")])
def test_changes_of_mind_are_said(row, said):
    beliefs = np.tile(np.eye(10), (1, 3, 1))[:, :28]
    explorer = belief_explorer(IMAGES[:1], LABELS[:1], beliefs, row=row)
    assert said in shown(explorer)[1]
    assert "changed its mind" in shown(explorer)[1]


def test_before_the_first_row_no_mind_is_changed(explorer):
    assert "changed its mind" not in explorer.frame(row=0).sentence


def test_surprises_are_the_confident_error_and_the_changes_of_mind(explorer):
    final = BELIEFS[:, -1]
    error = np.where(final.argmax(1) != LABELS, final.max(1), 0).argmax()
    restless = (np.diff(BELIEFS.argmax(2), axis=1) != 0).sum(1).argmax()
    found = {remark: values for values, remark in explorer.surprises}
    for words, sample in {"most confident error": error, "most changes of mind": restless}.items():
        (values,) = [values for remark, values in found.items() if words in remark]
        assert values == {"sample": sample, "row": 28}


def test_where_nothing_surprises_there_are_no_surprises():
    explorer = belief_explorer(IMAGES[:2], [3, 3], np.tile(np.eye(10)[3], (2, 28, 1)))
    assert explorer.surprises == []


def test_a_page_gets_all_rows_of_some_samples():
    images, labels = np.repeat(IMAGES, 3, axis=0), np.repeat(LABELS, 3)
    explorer = belief_explorer(images, labels, np.repeat(BELIEFS, 3, axis=0), sample=5)
    chosen = {state["sample"] for state in explorer.samples}
    assert len(chosen) == PAGE_SAMPLES
    assert {5, *(values["sample"] for values, _ in explorer.surprises)} <= chosen
    assert len(explorer.samples) == PAGE_SAMPLES * 29


def test_its_text_is_the_same_in_every_run(explorer):
    assert repr(explorer) == "Belief row by row: sample = 2, row = 14"


def test_one_sample_is_shown_too():
    explorer = belief_explorer(IMAGES[:1], LABELS[:1], BELIEFS[:1])
    assert explorer.surprises == []
    assert shown(explorer)[0] == expected_picture(0, 28)


def test_later_changes_of_the_callers_arrays_do_not_reach_it():
    images, labels, beliefs = IMAGES.copy(), LABELS.copy(), BELIEFS.copy()
    explorer = belief_explorer(images, labels, beliefs, sample=1, row=3)
    images[:], labels[:], beliefs[:] = 0, 0, 0.1
    explorer.set(row=9)
    assert shown(explorer)[0] == expected_picture(1, 9)


def test_two_widgets_do_not_disturb_each_other(explorer):
    other = belief_explorer(IMAGES, LABELS, BELIEFS)
    explorer.set(row=3)
    assert other.state == {"sample": 0, "row": 28}
    assert shown(other)[0] == expected_picture(0, 28)


def test_tensors_and_lists_are_welcome(explorer):
    other = belief_explorer(torch.tensor(IMAGES), LABELS.tolist(), torch.tensor(BELIEFS), sample=2, row=14)
    assert shown(other) == shown(explorer)


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


def test_the_browser_has_every_cell_drawn_in_advance(browser):
    assert isinstance(browser, Frames)
    assert len(browser.data["known"]) == 100
    for each in browser.data["known"]:
        wanted = confusion_view(IMAGES, DIGITS, PREDICTIONS, **each["state"])
        assert (each["picture"], each["sentence"]) == tuple(wanted)


def test_the_browser_starts_at_4_read_as_9_and_surprises_with_the_most_frequent_mistake(browser):
    assert repr(browser) == "Confusion matrix and its images: truth = 4, answer = 9"
    values, remark = browser.surprises[0]
    assert values == {"truth": 9, "answer": 4}
    assert remark.startswith("Of 4 mistakes, ")


def test_without_mistakes_the_browser_has_no_surprises():
    assert confusion_browser(IMAGES, DIGITS, DIGITS, truth=3, answer=3).surprises == []


def test_the_eraser_reaches_every_sample_row_and_change(eraser):
    samples, changes, firsts, counts = eraser.controls.values()
    assert (samples.min, samples.max) == (0, COUNT - 1)
    assert changes.values() == list(EDITS)
    assert (firsts.min, firsts.max, counts.min, counts.max) == (1, 28, 0, 28)
    for sample in (0, COUNT - 1):
        for edit in EDITS:
            for first, count in ((1, 0), (1, 28), (28, 0), (28, 28), (13, 4)):
                eraser.set(sample=sample, edit=edit, first=first, count=count)
                wanted = eraser_view(IMAGES[sample], int(LABELS[sample]), predict, edit, first, count)
                assert shown(eraser) == tuple(wanted)


def test_the_eraser_surprises_with_a_digit_whose_answer_changes(eraser):
    assert repr(eraser) == "Rows taken from a digit: sample = 0, edit = 'blank', first = 13, count = 4"
    for (settings, reason), (values, remark) in zip(ERASER_SURPRISES, eraser.surprises, strict=True):
        changed = [not same_answer(image, settings) for image in IMAGES]
        assert values == {"sample": changed.index(True) if any(changed) else 0, **settings}
        assert remark == reason
    assert_surprises_differ(eraser)


def same_answer(image, settings):
    return predict(image)[-1].argmax() == predict(edited(image, **settings))[-1].argmax()


def test_the_eraser_stays_with_the_first_image_where_no_answer_changes():
    eraser = row_eraser(IMAGES, LABELS, lambda image: np.eye(10)[np.full(28, 3)])
    assert {values["sample"] for values, _ in eraser.surprises} == {0}


@pytest.fixture
def drawer():
    return digit_drawer(predict, [(IMAGES[0], "One."), (IMAGES[1], "Another.")])


def test_the_drawer_starts_with_an_empty_sheet(drawer):
    assert drawer.start == {"drawing": EMPTY, "centre": True, "row": 28}
    assert repr(drawer) == "Draw a digit: centre = True, row = 28"
    assert drawer.controls["row"].play


@pytest.mark.parametrize("centre", [True, False])
@pytest.mark.parametrize("row", [0, 5, 28])
def test_the_drawer_shows_what_is_believed_of_a_drawing(drawer, centre, row):
    drawing = to_bytes(IMAGES[3])
    drawer.set(drawing=drawing, centre=centre, row=row)
    assert shown(drawer) == tuple(drawing_view(predict, drawing, centre, row))


def test_the_surprises_of_the_drawer_are_its_pictures(drawer):
    assert drawer.surprises == [
        ({"drawing": to_bytes(IMAGES[0])}, "One."), ({"drawing": to_bytes(IMAGES[1])}, "Another."),
    ]  # fmt: skip


def test_a_surprise_that_is_no_picture_is_refused():
    with pytest.raises(ValueError, match=r"^image has shape \(5, 5\)"):
        digit_drawer(predict, [(IMAGES[0, :5, :5], "Too small.")])


def test_later_changes_of_the_callers_arrays_reach_neither_browser_nor_eraser():
    images, labels, predictions = IMAGES.copy(), DIGITS.copy(), PREDICTIONS.copy()
    browser, eraser = confusion_browser(images, labels, predictions), row_eraser(images, labels, predict)
    images[:], labels[:], predictions[:] = 0, 0, 0
    browser.set(truth=9, answer=4)
    assert shown(browser)[0] == confusion_view(IMAGES, DIGITS, PREDICTIONS, 9, 4).picture
    eraser.set(sample=1)
    assert shown(eraser)[0] == eraser_view(IMAGES[1], DIGITS[1], predict, "blank", 13, 4).picture


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
