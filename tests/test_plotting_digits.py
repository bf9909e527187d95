from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.alt_text import alt_text, title
from course_utils.plotting import COLOURS, accuracy_by_row, belief, show_digits

pytestmark = pytest.mark.usefixtures("drawn_figures")


def digits(count, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28), dtype=np.uint8)


def boxes(artists):
    plt.gcf().draw_without_rendering()
    return [artist.get_window_extent() for artist in artists]


def labels(axes):
    return axes.get_xlabel(), axes.get_ylabel()


@pytest.mark.parametrize(("count", "columns"), [(1, 10), (10, 10), (13, 5), (3, 1)])
def test_every_digit_is_shown_with_its_label(count, columns):
    images, truth = digits(count), np.arange(count) % 10
    shown = show_digits(images, truth, title="Some digits", columns=columns)
    assert len(shown) == count
    for axes, image, label in zip(shown, images, truth, strict=True):
        np.testing.assert_array_equal(axes.get_images()[0].get_array(), image)
        assert axes.get_title() == str(label)
    assert len(plt.gcf().axes) == -(-count // columns) * columns
    assert not any(axes.axison for axes in plt.gcf().axes)
    assert title(plt.gcf()) == "Some digits"


def test_predictions_are_marked_right_or_wrong():
    shown = show_digits(digits(3), np.array([7, 2, 5]), np.array([7, 1, 5]), title="One mistake")
    assert [axes.get_title() for axes in shown] == ["7 ✓", "1 ✗ (2)", "5 ✓"]
    assert alt_text(plt.gcf()) == (
        "3 handwritten digits, labelled 7 2 5. The network reads 7 1 5: 2 of 3 right."
    )


def test_the_alt_text_names_the_labels():
    show_digits(digits(1), np.array([4]), title="A four")
    assert alt_text(plt.gcf()) == "1 handwritten digit, labelled 4."


def test_captions_do_not_touch_one_another():
    shown = show_digits(digits(20), np.zeros(20, int), np.full(20, 8), title="Twenty mistakes")
    captions = boxes([axes.title for axes in shown])
    for left, right in (*pairwise(captions[:10]), *pairwise(captions[10:])):
        assert left.x1 < right.x0
    (headline,) = boxes([plt.gcf()._suptitle])
    assert headline.y0 >= max(box.y1 for box in captions)


def test_digits_of_other_lengths_are_refused():
    with pytest.raises(
        ValueError, match="^lengths are images 3, labels 2, predictions 3; wanted is the same for all"
    ):
        show_digits(digits(3), np.arange(2), title="x")
    with pytest.raises(ValueError, match="^lengths are images 2, labels 2, predictions 4; wanted"):
        show_digits(digits(2), np.arange(2), np.arange(4), title="x")
    with pytest.raises(
        ValueError, match="^lengths are images 0, labels 0, predictions 0; wanted .* at least 1$"
    ):
        show_digits(digits(0), np.arange(0), title="x")
    assert not plt.get_fignums()


def curves_of(*names, length=28):
    rising = np.linspace(0.1, 0.97, length)
    curves = {name: rising * 0.9**place for place, name in enumerate(names)}
    intervals = {name: np.column_stack((curve - 0.01, curve + 0.01)) for name, curve in curves.items()}
    return curves, intervals, np.linspace(0.2, 0, length)


def test_each_curve_is_drawn_with_its_intervals_over_the_ink():
    curves, intervals, ink = curves_of("LSTM", "plain RNN")
    top, bottom = accuracy_by_row(curves, intervals, ink, title="The LSTM waits")
    for line, (name, curve) in zip(top.get_lines(), curves.items(), strict=False):
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack((range(1, 29), curve)))
        assert line.get_label() == name
    for band, bounds in zip(top.collections, intervals.values(), strict=True):
        corners = band.get_paths()[0].vertices
        for row, (low, high) in enumerate(bounds, start=1):
            assert {low, high} <= set(corners[corners[:, 0] == row, 1])
    assert len({line.get_color() for line in top.get_lines()}) == 3
    assert len({line.get_marker() for line in top.get_lines()[:2]}) == 2, (
        "colour does not carry meaning alone"
    )
    assert [text.get_text() for text in top.get_legend().get_texts()] == ["LSTM", "plain RNN", "chance"]
    assert [bar.get_height() for bar in bottom.patches] == ink.tolist()
    assert (top.get_ylabel(), bottom.get_ylabel()) == ("digits read right", "mean ink")
    assert bottom.get_xlabel() == "rows read"
    assert alt_text(plt.gcf()) == (
        "LSTM: 10% after 1 row, first above 50% after row 14, 97% after 28. "
        "plain RNN: 9% after 1 row, first above 50% after row 16, 87% after 28. "
        "Most ink lies in row 1: 0.2 a pixel; in the last row 0."
    )


def test_a_curve_that_stays_low_is_described_as_it_is():
    curve = np.full(4, 0.2)
    bounds = np.column_stack((curve, curve))
    accuracy_by_row({"RNN": curve}, {"RNN": bounds}, np.zeros(4), title="It never learns")
    assert alt_text(plt.gcf()).startswith("RNN: 20% after 1 row, never above 50%, 20% after 4.")


def test_one_row_is_enough():
    top, _ = accuracy_by_row({"LSTM": [0.3]}, {"LSTM": [(0.2, 0.4)]}, np.ones(1), title="One row")
    assert top.get_lines()[0].get_xydata().tolist() == [[1, 0.3]]


def test_curves_that_do_not_fit_are_refused():
    curves, intervals, ink = curves_of("LSTM")
    with pytest.raises(ValueError, match="^lengths are ink 27, LSTM 28; wanted is the same for all"):
        accuracy_by_row(curves, intervals, ink[1:], title="x")
    curves, intervals, ink = curves_of("a", "b", "c", "d")
    with pytest.raises(ValueError, match="^curves holds 4 of them; wanted is at most 3$"):
        accuracy_by_row(curves, intervals, ink, title="x")


def beliefs_for(*winners, classes=10, share=0.91):
    rest = (1 - share) / (classes - 1)
    return np.stack([np.where(np.arange(classes) == winner, share, rest) for winner in winners])


def test_the_belief_stands_beside_its_image_row_by_row():
    image, beliefs = digits(1)[0], beliefs_for(*[3] * 10, *[8] * 18)
    left, right = belief(image, beliefs, 8, title="A three becomes an eight")
    np.testing.assert_array_equal(left.get_images()[0].get_array(), image)
    np.testing.assert_array_equal(right.get_images()[0].get_array(), beliefs)
    for axes in (left, right):
        assert axes.get_images()[0].get_extent()[2:] == [28.5, 0.5], "row 1 is on top, at 1"
    assert labels(left) == ("column (feature)", "row (time step)")
    assert right.get_xlabel() == "class"
    written = [(*text.get_position(), text.get_text()) for text in right.texts]
    assert written == [(3 if row <= 10 else 8, row, "91%") for row in range(1, 29, 3)]
    assert [text.get_text() for text in right.get_xticklabels()] == [str(n) for n in range(10)]
    assert alt_text(plt.gcf()) == (
        "A handwritten 8 and the belief in each class after each row. "
        "From row 11 on the network says 8, in the end with 91%."
    )


def test_the_true_class_is_marked_after_drawing_too():
    _, right = belief(digits(1)[0], beliefs_for(*[3] * 28), 5, title="A five taken for a three")
    plt.gcf().draw_without_rendering()
    weights = [text.get_weight() for text in right.get_xticklabels()]
    assert [number for number, weight in enumerate(weights) if weight == "bold"] == [5]
    assert right.get_xticklabels()[5].get_color() == COLOURS["truth"]


@pytest.mark.parametrize(
    ("winners", "row"), [([4] * 5, 1), ([4, 4, 4, 4, 2], 5), ([2, 4, 2, 4, 4], 4), ([7], 1), ([1, 7], 2)]
)
def test_the_row_from_which_the_answer_stays(winners, row):
    belief(np.zeros((len(winners), 28)), beliefs_for(*winners), 4, title="x")
    assert f"From row {row} on the network says {winners[-1]}, " in alt_text(plt.gcf())


def test_beliefs_that_do_not_fit_are_refused():
    with pytest.raises(
        ValueError, match="^lengths are image 28, beliefs 5; wanted is the same for all, at least 1$"
    ):
        belief(np.zeros((28, 28)), beliefs_for(*[4] * 5), 4, title="x")
    for label in (10, -1):
        with pytest.raises(ValueError, match=f"^label is {label}; wanted is a class from 0 to 9$"):
            belief(np.zeros((5, 28)), beliefs_for(*[4] * 5), label, title="x")
