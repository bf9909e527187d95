import itertools
from xml.etree import ElementTree

import numpy as np
import pytest
import torch

from course_utils.widgets import eraser_view as module
from course_utils.widgets.eraser_view import EDITS, edited, eraser_view
from course_utils.widgets.explorer import View
from course_utils.widgets.svg import ANSWER, OTHER, TRUTH

NAMESPACE = "{http://www.w3.org/2000/svg}"
ROWS_OF_INK = np.tile(np.arange(1, 29, dtype=np.uint8)[:, None], (1, 28))  # row 1 holds ones, row 28 holds 28
ENDS = list(itertools.product(EDITS, (1, 13, 28), (0, 1, 4, 28)))


def predict(image):
    """Believe ever more strongly in the digit that the ink of the first rows spells."""
    logits = np.zeros((28, 10))
    logits[:, int(image[:3].sum()) % 10] = np.linspace(0, 4, 28)
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def rows(image):
    """Return the number written into each row."""
    assert (image == image[:, :1]).all()
    return image[:, 0].tolist()


def parsed(edit="blank", first=13, count=4, label=3):
    return ElementTree.fromstring(eraser_view(ROWS_OF_INK, label, predict, edit, first, count).picture)


def all_of(root, tag, **attributes):
    return [e for e in root.iter(NAMESPACE + tag) if all(e.get(k) == v for k, v in attributes.items())]


NUMBERS = list(range(1, 29))


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        ("blank", [*NUMBERS[:12], 0, 0, 0, *NUMBERS[15:]]),
        ("cut out", [*NUMBERS[:12], *NUMBERS[15:], 0, 0, 0]),
        ("insert blank", [*NUMBERS[:12], 0, 0, 0, *NUMBERS[12:25]]),
        ("reverse", [*NUMBERS[:12], 15, 14, 13, *NUMBERS[15:]]),
    ],
)
def test_each_change_moves_the_rows_that_it_names(edit, wanted):
    assert rows(edited(ROWS_OF_INK, edit, 13, 3)) == wanted


@pytest.mark.parametrize(("edit", "first", "count"), ENDS)
def test_a_changed_image_is_a_new_one_of_the_same_size(edit, first, count):
    before = ROWS_OF_INK.copy()
    result = edited(ROWS_OF_INK, edit, first, count)
    assert result.shape == (28, 28)
    assert result.dtype == np.uint8
    assert not np.shares_memory(result, ROWS_OF_INK)
    np.testing.assert_array_equal(ROWS_OF_INK, before)
    assert rows(result)[: first - 1] == NUMBERS[: first - 1]
    if count == 0:
        assert rows(result) == NUMBERS


def test_a_tensor_can_be_changed():
    np.testing.assert_array_equal(
        edited(torch.tensor(ROWS_OF_INK), "blank", 3, 4), edited(ROWS_OF_INK, "blank", 3, 4)
    )


def test_the_whole_image_can_be_changed():
    assert rows(edited(ROWS_OF_INK, "reverse", 1, 28)) == NUMBERS[::-1]
    for edit in ("blank", "cut out", "insert blank"):
        assert not edited(ROWS_OF_INK, edit, 1, 28).any()


@pytest.mark.parametrize(("edit", "first", "count"), ENDS)
def test_every_setting_gives_a_valid_picture_with_its_sentence(edit, first, count):
    view = eraser_view(ROWS_OF_INK, 3, predict, edit, first, count)
    assert isinstance(view, View)
    root = ElementTree.fromstring(view.picture)
    assert root.get("aria-label") == view.sentence
    assert len(view.picture) < 50_000
    assert "nan" not in view.picture


@pytest.mark.parametrize(
    ("edit", "first", "count", "said"),
    [
        ("blank", 13, 4, "with rows 13 to 16 blanked"),
        ("blank", 27, 9, "with rows 27 to 28 blanked"),
        ("cut out", 5, 1, "with row 5 cut out and the rest moved up"),
        ("insert blank", 5, 1, "with 1 row blank above row 5 and the rest moved down"),
        ("insert blank", 5, 2, "with 2 rows blank above row 5 and the rest moved down"),
        ("reverse", 1, 28, "with rows 1 to 28 in reverse order"),
        ("reverse", 9, 0, "with no row changed"),
    ],
)
def test_the_sentence_names_the_rows(edit, first, count, said):
    assert f"; {said}, as " in eraser_view(ROWS_OF_INK, 3, predict, edit, first, count).sentence


def test_the_sentence_says_both_answers_and_whether_they_agree():
    whole, blanked = predict(ROWS_OF_INK), predict(edited(ROWS_OF_INK, "blank", 1, 1))
    assert whole[-1].argmax() != blanked[-1].argmax()
    other = eraser_view(ROWS_OF_INK, 3, predict, "blank", 1, 1).sentence
    same = eraser_view(ROWS_OF_INK, 3, predict, "blank", 20, 1).sentence
    share = f"{whole[-1].max():.0%}".replace("%", " %")
    assert other.startswith(f"The digit is 3. Whole, it is read as {whole[-1].argmax()} with {share}; ")
    assert f"as {blanked[-1].argmax()} with " in other
    assert other.endswith(": another answer.")
    assert same.endswith(": the same answer.")


def test_bars_are_the_beliefs_after_the_last_row():
    root = parsed("blank", 1, 1)
    left = {"x": str(module.BARS_LEFT)}
    hollow, filled = all_of(root, "rect", height="8", **left), all_of(root, "rect", height="9", **left)
    for bars, image in ((hollow, ROWS_OF_INK), (filled, edited(ROWS_OF_INK, "blank", 1, 1))):
        widths = [float(bar.get("width")) / module.SHARE_WIDTH for bar in bars]
        np.testing.assert_allclose(widths, predict(image)[-1], rtol=1e-4)
    answer = predict(edited(ROWS_OF_INK, "blank", 1, 1))[-1].argmax()
    assert [bar.get("fill") == ANSWER for bar in filled] == [digit == answer for digit in range(10)]


def test_the_traces_follow_the_true_digit_in_both_images():
    root = parsed("blank", 1, 1, label=8)
    whole, changed = all_of(root, "polyline")
    assert whole.get("stroke-dasharray")
    assert (whole.get("stroke"), changed.get("stroke")) == (OTHER, TRUTH)
    for line, image in ((whole, ROWS_OF_INK), (changed, edited(ROWS_OF_INK, "blank", 1, 1))):
        places = np.array([float(point.split(",")[0]) for point in line.get("points").split()])
        wanted = module.TRACE_LEFT + module.SHARE_WIDTH * predict(image)[:, 8]
        np.testing.assert_allclose(places, wanted, atol=0.06)


@pytest.mark.parametrize("label", range(10))
def test_the_truth_has_a_ring(label):
    (ring,) = all_of(parsed(label=label), "circle")
    assert float(ring.get("cy")) == pytest.approx(module.TOP + (label + 0.5) * module.BAR_PITCH, rel=1e-4)


@pytest.mark.parametrize(
    ("edit", "count", "height"),
    [("blank", 4, 4), ("reverse", 28, 16), ("insert blank", 4, 0), ("blank", 0, None)],
)
def test_the_changed_rows_are_framed(edit, count, height):
    frames = all_of(parsed(edit, 13, count), "rect", stroke=ANSWER)
    assert [float(frame.get("height")) for frame in frames] == (
        [] if height is None else [height * module.PIXEL + 2]
    )
    assert all(float(frame.get("y")) == module.TOP + 12 * module.PIXEL - 1 for frame in frames)


def test_a_tensor_is_welcome():
    view = eraser_view(torch.tensor(ROWS_OF_INK), 3, predict, "blank", 13, 4)
    assert view == eraser_view(ROWS_OF_INK, 3, predict, "blank", 13, 4)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"image": ROWS_OF_INK[1:]}, r"image has shape \(27, 28\); wanted is \(28, 28\)"),
        ({"label": 10}, "label is 10; wanted is a whole number from 0 to 9"),
        ({"edit": "burn"}, "edit is 'burn'; wanted is one of blank, cut out, insert blank, reverse"),
        ({"first": 0}, "first is 0; wanted is a row from 1 to 28"),
        ({"first": 29}, "first is 29"),
        ({"first": 1.5}, "first is 1.5"),
        ({"count": 29}, "count is 29; wanted is a whole number from 0 to 28"),
        ({"count": -1}, "count is -1"),
        ({"predict": lambda image: predict(image)[1:]}, r"predict\(image\) has shape \(27, 10\)"),
        ({"predict": lambda image: predict(image) * 2}, r"predict\(image\) holds a row .* sum 2"),
    ],
)
def test_bad_input_is_named(changed, message):
    good = {"image": ROWS_OF_INK, "label": 3, "predict": predict, "edit": "blank", "first": 13, "count": 4}
    with pytest.raises(ValueError, match=f"^{message}"):
        eraser_view(**good | changed)
