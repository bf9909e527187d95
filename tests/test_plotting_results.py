import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.alt_text import alt_text, title
from course_utils.plotting import confusion, shares, training_curves

pytestmark = pytest.mark.usefixtures("drawn_figures")


def boxes(artists):
    plt.gcf().draw_without_rendering()
    return [artist.get_window_extent() for artist in artists]


def labels(axes):
    return axes.get_xlabel(), axes.get_ylabel()


def test_the_curves_are_the_record_and_its_running_mean():
    loss = np.linspace(2.3, 0.1, 400)
    norm = np.where(np.arange(400) % 2, 1.0, 3.0)
    pair = training_curves(loss, norm, title="The loss falls", clip_norm=0.5)
    for axes, values in zip(pair, (loss, norm), strict=True):
        raw, smooth = axes.get_lines()[:2]
        np.testing.assert_array_equal(raw.get_xydata(), np.column_stack((np.arange(400), values)))
        assert len(smooth.get_xdata()) == 351
        assert smooth.get_xdata()[0] == 24.5, "the mean of steps 0 to 49 stands in their middle"
        assert axes.get_ylim()[0] == 0
    np.testing.assert_allclose(pair[0].get_lines()[1].get_ydata()[0], loss[:50].mean())
    np.testing.assert_allclose(pair[1].get_lines()[1].get_ydata(), 2.0)
    assert labels(pair[0]) == ("step (one batch each)", "loss (nats)")
    assert labels(pair[1]) == ("step (one batch each)", "gradient norm before clipping")
    assert title(plt.gcf()) == "The loss falls"
    assert alt_text(plt.gcf()) == (
        "Loss (nats), steps 1 to 400: from 2.30 to about 0.24. "
        "Gradient norm before clipping, steps 1 to 400: from 3.00 to about 2.00."
    )


def test_the_clipping_level_is_drawn_where_there_is_one():
    (_, clipped) = training_curves(np.ones(9), np.ones(9), title="x", clip_norm=0.5)
    assert list(clipped.get_lines()[2].get_ydata()) == [0.5, 0.5]
    assert [text.get_text() for text in clipped.get_legend().get_texts()] == ["clipped above 0.5"]
    (_, free) = training_curves(np.ones(9), np.ones(9), title="x")
    assert len(free.get_lines()) == 2
    assert free.get_legend() is None


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_short_records_are_visible(steps):
    pair = training_curves(np.full(steps, 2.0), np.full(steps, 3.0), title="Short", clip_norm=1.0)
    smooth = pair[0].get_lines()[1]
    assert len(smooth.get_xdata()) == steps
    assert steps > 1 or smooth.get_marker() == "o"
    plt.gcf().draw_without_rendering()
    box = plt.gcf().get_tightbbox()
    assert box.width < 9, "nothing lies far outside of the figure"


def test_curves_of_other_lengths_are_refused():
    with pytest.raises(
        ValueError, match="^lengths are loss 3, gradient_norm 2; wanted is the same for all, at least 1$"
    ):
        training_curves(np.ones(3), np.ones(2), title="x")
    with pytest.raises(ValueError, match="^lengths are loss 0, gradient_norm 0; wanted"):
        training_curves(np.ones(0), np.ones(0), title="x")


def test_shares_stand_at_their_values_with_their_intervals():
    values = {"chance": 0.1, "a linear model": 0.91, "LSTM": 0.97}
    intervals = [(0.09, 0.11), (0.90, 0.92), (0.965, 0.974)]
    axes = shares(values, intervals, title="The LSTM wins", label="test digits read right")
    points = [line.get_xydata().tolist() for line in axes.get_lines()]
    assert points == [[[0.1, 0]], [[0.91, 1]], [[0.97, 2]]]
    segments = [lines.get_segments()[0].tolist() for lines in axes.collections]
    assert segments == [[[low, place], [high, place]] for place, (low, high) in enumerate(intervals)]
    assert [text.get_text() for text in axes.texts] == ["10.0%", "91.0%", "97.0%"]
    assert [text.get_text() for text in axes.get_yticklabels()] == list(values)
    assert axes.yaxis_inverted(), "the first is on top"
    assert axes.get_xlabel() == "test digits read right"
    assert title(plt.gcf()) == "The LSTM wins"
    assert alt_text(plt.gcf()) == (
        "Test digits read right. chance: 10.0%, interval 9.0% to 11.0%; "
        "a linear model: 91.0%, interval 90.0% to 92.0%; LSTM: 97.0%, interval 96.5% to 97.4%."
    )


def test_one_share_is_enough_and_its_number_stands_beside_the_interval():
    axes = shares({"LSTM": 1.0}, [(0.9, 1.0)], title="No mistake", label="read right")
    (number,), (point,) = boxes(axes.texts), boxes(axes.get_lines())
    assert number.x0 > (point.x0 + point.x1) / 2


def test_shares_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="^lengths are values 2, intervals 1; wanted is the same"):
        shares({"a": 0.1, "b": 0.2}, [(0, 1)], title="x", label="y")
    with pytest.raises(ValueError, match="^lengths are values 0, intervals 0; wanted"):
        shares({}, [], title="x", label="y")
    assert not plt.get_fignums()


def test_the_confusion_matrix_shows_the_mistakes_only():
    matrix = np.array([[90, 2, 0], [5, 80, 1], [0, 9, 70]])
    axes = confusion(matrix, title="2 is taken for 1")
    np.testing.assert_array_equal(axes.get_images()[0].get_array(), [[0, 2, 0], [5, 0, 1], [0, 9, 0]])
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert written == {(1, 0): "2", (0, 1): "5", (2, 1): "1", (1, 2): "9"}
    assert labels(axes) == ("predicted class", "true class")
    assert [text.get_text() for text in axes.get_xticklabels()] == ["0", "1", "2"]
    assert alt_text(plt.gcf()) == (
        "17 of 257 digits are misread. "
        "Most often: 2 taken for 1 (9 times), 1 taken for 0 (5 times), 0 taken for 1 (2 times)."
    )


def test_the_numbers_can_be_read_on_every_field():
    axes = confusion(np.array([[0, 1, 20], [5, 0, 10], [11, 15, 0]]), title="x")
    colours = {text.get_text(): text.get_color() for text in axes.texts}
    assert colours == {"1": "black", "5": "black", "10": "black", "11": "white", "15": "white", "20": "white"}


def test_a_matrix_without_mistakes_names_none():
    axes = confusion(np.diag([9, 9, 9]), title="No mistake")
    assert not axes.texts
    assert alt_text(plt.gcf()) == "0 of 27 digits are misread."


def test_fewer_than_three_kinds_of_mistakes_are_all_named():
    confusion(np.array([[5, 0], [4, 5]]), title="x")
    assert alt_text(plt.gcf()) == "4 of 14 digits are misread. Most often: 1 taken for 0 (4 times)."


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 2, 2), (10, 1)])
def test_a_matrix_that_is_not_square_is_refused(shape):
    with pytest.raises(ValueError, match=r"^matrix has shape \(.*\); wanted is \(C, C\)$"):
        confusion(np.ones(shape), title="x")
