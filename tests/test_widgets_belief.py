import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_utils.widgets import belief
from course_utils.widgets.belief import belief_view, percent, sentence
from course_utils.widgets.svg import ANSWER, OTHER, TRUTH

NAMESPACE = "{http://www.w3.org/2000/svg}"
RNG = np.random.default_rng(0)
IMAGE = (RNG.random((28, 28)) ** 4 * 255).astype(np.uint8)
BELIEFS = RNG.dirichlet(np.full(10, 0.3), size=28)


def parsed(*arguments):
    return ElementTree.fromstring(belief_view(*arguments))


def texts(root):
    return [text.text for text in root.iter(f"{NAMESPACE}text")]


def all_of(root, tag, **attributes):
    return [e for e in root.iter(NAMESPACE + tag) if all(e.get(k) == v for k, v in attributes.items())]


def bars_of(root):
    return all_of(root, "rect", x=str(belief.BARS_LEFT))


def certain(digit):
    return np.tile(np.eye(10)[digit], (28, 1))


@settings(max_examples=30, deadline=None)
@given(
    arrays(np.uint8, (28, 28)),
    arrays(np.float32, (28, 10), elements=st.floats(-20, 20, width=32)),
    st.integers(0, 28),
    st.none() | st.integers(0, 9),
)
def test_any_state_gives_a_small_valid_picture_with_its_sentence(image, logits, row, label):
    beliefs = torch.tensor(logits).softmax(dim=1).numpy()
    text = belief_view(image, beliefs, row, label)
    root = ElementTree.fromstring(text)
    assert root.get("aria-label") == sentence(beliefs, row, label)
    assert belief_view(image.copy(), beliefs.copy(), row, label) == text
    assert len(text) < 20_000
    assert "nan" not in text


@pytest.mark.parametrize("row", range(29))
def test_rows_not_read_are_veiled_and_the_last_one_read_is_marked(row):
    root = parsed(IMAGE, BELIEFS, row, 3)
    (veil,) = all_of(root, "rect", **{"fill-opacity": "0.8"})
    assert (veil.get("y"), veil.get("height")) == (str(row), str(28 - row))
    marks = [float(mark.get("y")) for mark in all_of(root, "rect", stroke=ANSWER)]
    assert marks == ([belief.TOP + (row - 1) * belief.ROW_HEIGHT - 1] if row else [])
    assert f"{row} of 28 rows read" in texts(root)


def test_the_pixels_are_those_of_the_image():
    root = parsed(IMAGE, BELIEFS, 28)
    drawn = np.full((28, 28), 255)
    paths = [path for path in all_of(root, "path") if path.get("fill", "").startswith("rgb")]
    for path in paths:
        grey = int(re.match(r"rgb\((\d+),", path.get("fill"))[1])
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.get("d")):
            drawn[int(y), int(x)] = grey
    assert np.abs(drawn - (255 - IMAGE.astype(int))).max() <= 8


@pytest.mark.parametrize("row", range(1, 29))
def test_bars_and_values_are_the_beliefs_after_that_row(row):
    root = parsed(IMAGE, BELIEFS, row, 3)
    bars = bars_of(root)
    widths = np.array([float(bar.get("width")) for bar in bars]) / belief.BARS_WIDTH
    np.testing.assert_allclose(widths, BELIEFS[row - 1], rtol=1e-4)
    expected = [percent(p) for p in BELIEFS[row - 1]]
    assert [text.text for text in all_of(root, "text", **{"text-anchor": "end"})][-10:] == expected


@pytest.mark.parametrize("row", range(1, 29))
def test_the_answer_is_marked_by_word_weight_and_colour(row):
    root = parsed(IMAGE, BELIEFS, row, 3)
    answer = BELIEFS[row - 1].argmax()
    colours = [bar.get("fill") for bar in bars_of(root)]
    assert colours == [ANSWER if digit == answer else OTHER for digit in range(10)]
    value, word = all_of(root, "text", **{"font-weight": "bold"})
    assert (value.text, word.text) == (percent(BELIEFS[row - 1].max()), "answer")
    assert float(word.get("y")) == pytest.approx(belief._bar(answer) + 5)


@pytest.mark.parametrize("label", range(10))
def test_the_truth_is_marked_by_word_and_ring(label):
    root = parsed(IMAGE, BELIEFS, 14, label)
    (ring,) = all_of(root, "circle", stroke=TRUTH)
    (word,) = [text for text in all_of(root, "text") if text.text == "true"]
    assert float(ring.get("cy")) == pytest.approx(belief._bar(label))
    assert float(word.get("y")) == pytest.approx(belief._bar(label) + 5)
    assert f"belief in {label} (true)" in texts(root)


def test_without_a_label_nothing_is_called_true():
    assert not re.search("true|the digit is", belief_view(IMAGE, BELIEFS, 14))
    assert TRUTH not in belief_view(IMAGE, BELIEFS, 14)


@pytest.mark.parametrize("row", range(1, 29))
@pytest.mark.parametrize("label", [None, 6])
def test_the_trace_holds_the_rows_read_so_far(row, label):
    followed = BELIEFS[row - 1].argmax() if label is None else label
    (line,) = all_of(parsed(IMAGE, BELIEFS, row, label), "polyline")
    points = np.array(
        [[float(number) for number in point.split(",")] for point in line.get("points").split()]
    )
    shares = (points[:, 0] - belief.TRACE_LEFT) / belief.TRACE_WIDTH
    np.testing.assert_allclose(shares, BELIEFS[:row, followed], atol=1e-3)
    np.testing.assert_allclose(np.diff(points[:, 1]), belief.ROW_HEIGHT)


def test_the_answers_stand_where_they_change():
    beliefs = np.concatenate([certain(4)[:5], certain(9)[:1], certain(4)[:22]])
    root = parsed(IMAGE, beliefs, 10)
    column = all_of(root, "text", x=str(belief.ANSWERS_LEFT))
    heights = [(float(text.get("y")) - 4 - belief.TOP) // belief.ROW_HEIGHT for text in column]
    assert [text.text for text in column] == ["4", "9", "4"]
    assert heights == [0, 5, 6]
    lines = [path.get("d") for path in all_of(root, "path", stroke=OTHER)]
    ends = [float(d.split("V")[1]) for d in lines if d.startswith(f"M{belief.ANSWERS_LEFT + 3} ")]
    assert ends == [belief._middle(4) + 4, belief._middle(9) + 4]
    assert root.find(f"{NAMESPACE}desc").text.endswith(
        "Answers so far: 4 from row 1, 9 from row 6, 4 from row 7."
    )


def test_before_the_first_row_there_is_no_belief():
    root = parsed(IMAGE, BELIEFS, 0, 8)
    assert "no belief yet" in texts(root)
    assert not bars_of(root)
    assert not all_of(root, "polyline")
    assert root.get("aria-label") == ("Before row 1 of 28 the network has read nothing; the digit is an 8.")


def test_the_sentence_names_row_answer_probability_and_digit():
    beliefs = certain(7) * 0.83 + certain(1) * 0.17
    assert sentence(beliefs, 14, 7) == (
        "After row 14 of 28 the network believes 7 with 83 %; the digit is a 7."
    )
    assert sentence(beliefs, 28) == "After row 28 of 28 the network believes 7 with 83 %."
    nearly = certain(7) * 0.999 + certain(1) * 0.001
    assert "believes 7 with more than 99 %; the digit is an 8." in sentence(nearly, 3, 8)


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        *((0, "0 %"), (1e-9, "<1 %"), (0.0049, "<1 %"), (0.006, "1 %"), (0.5, "50 %")),
        *((0.994, "99 %"), (0.996, ">99 %"), (1 - 1e-7, ">99 %"), (1, "100 %")),
    ],
)
def test_only_certainty_is_called_so(probability, text):
    assert percent(probability) == percent(np.float32(probability)) == text


def test_tensors_are_welcome_and_nothing_is_changed():
    image, beliefs = torch.tensor(IMAGE), torch.tensor(BELIEFS, requires_grad=True)
    assert belief_view(image, beliefs, 5, torch.tensor(3)) == belief_view(IMAGE, BELIEFS, 5, 3)
    assert np.array_equal(image, IMAGE)


def test_a_state_looks_the_same_whatever_comes_later():
    later = BELIEFS.copy()
    later[14:] = certain(0)[14:]
    assert belief_view(IMAGE, later, 14, 3) == belief_view(IMAGE, BELIEFS, 14, 3)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"image": IMAGE[:20]}, r"image has shape \(20, 28\); wanted is \(28, 28\)"),
        ({"image": IMAGE / 255}, "image has dtype float64; wanted is uint8"),
        ({"image": None}, r"image has shape \(\)"),
        ({"beliefs": BELIEFS[:, :9]}, r"beliefs has shape \(28, 9\); wanted is \(28, 10\)"),
        ({"beliefs": BELIEFS * 2}, "beliefs holds a row .* sum 2"),
        ({"beliefs": np.log(BELIEFS)}, "beliefs holds a row"),
        ({"row": 29}, "row is 29; wanted is a whole number from 0 to 28"),
        ({"row": -1}, "row is -1"),
        ({"row": 1.5}, "row is 1.5"),
        ({"label": 10}, "label is 10; wanted is a whole number from 0 to 9"),
        ({"label": "7"}, "label is 7"),
    ],
)
def test_bad_input_is_named(changed, message):
    good = {"image": IMAGE, "beliefs": BELIEFS, "row": 14, "label": 3}
    with pytest.raises(ValueError, match=f"^{message}"):
        belief_view(**good | changed)


def test_the_view_needs_neither_torch_nor_ipywidgets():
    code = "import sys, course_utils.widgets.belief; print({'torch', 'ipywidgets'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
