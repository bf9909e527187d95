import numpy as np
import pytest

from course_utils.alt_text import alt_text, title
from course_utils.plotting import both_directions, influence_on_halves
from course_utils.plotting.directions import BACKWARD, FORWARD, INPUT, OUTPUT

pytestmark = pytest.mark.usefixtures("drawn_figures")

SEEN_ALL = np.array([0.01, 0.1, 0.2, 0.4])
LAST_ONLY = np.array([0.0, 0.0, 0.0, 0.3])


def texts(axes):
    return [text.get_text() for text in axes.texts]


def arrows(axes):
    """Return (start, end) of every arrow of the diagram, rounded to tenths."""
    lines = [patch for patch in axes.patches if hasattr(patch, "_posA_posB")]
    return [tuple(tuple(np.round(point, 1)) for point in line._posA_posB) for line in lines]


@pytest.mark.parametrize("length", [2, 4])
def test_the_diagram_states_every_shape(length):
    axes = both_directions(length, 3, 5, title="Two readers")
    found = texts(axes)
    assert f"x (N, {length}, 3)" in found
    assert f"output (N, {length}, 10)" in found
    assert "h_n[0] (N, 5): last step" in found
    assert "h_n[1] (N, 5): step 0" in found
    assert found.count("5 + 5") == length
    assert {"input", "forward", "backward", "output", f"x[{length - 1}]"} <= set(found)
    assert title(axes.figure) == "Two readers"


def test_one_row_of_arrows_runs_forward_the_other_backward_and_none_between_them():
    drawn = arrows(both_directions(3, 3, 5, title="t"))
    forward = [(start, end) for start, end in drawn if start[1] == end[1] == FORWARD]
    backward = [(start, end) for start, end in drawn if start[1] == end[1] == BACKWARD]
    assert len(forward) == len(backward) == 2
    assert all(end[0] > start[0] for start, end in forward)
    assert all(end[0] < start[0] for start, end in backward)
    upright = [(start, end) for start, end in drawn if start[1] != end[1]]
    assert len(upright) == 3 * 4
    assert all(start[0] == end[0] and start[1] < end[1] for start, end in upright)
    assert not [1 for start, end in upright if start[1] > INPUT + 0.4 and end[1] < OUTPUT - 0.4]


def test_thick_frames_mark_where_each_direction_ends():
    axes = both_directions(3, 3, 5, title="t")
    thick = [patch for patch in axes.patches if patch.get_linewidth() > 3]
    middles = {(round(box.get_bbox().x0), round(box.get_bbox().y0 + 0.3, 1)) for box in thick}
    first, last = sorted(middles)
    assert (first[1], last[1]) == (BACKWARD, FORWARD)


def test_one_step_has_no_two_ends():
    with pytest.raises(ValueError, match="length is 1; wanted is at least 2"):
        both_directions(1, 3, 5, title="t")


def test_bars_are_the_influences_and_zeros_are_written():
    grid = influence_on_halves({"1 layer": (SEEN_ALL, LAST_ONLY)}, 3, title="The last step")
    assert grid.shape == (1, 2)
    for axes, half in zip(grid[0], (SEEN_ALL, LAST_ONLY), strict=True):
        heights = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in axes.patches}
        assert heights == {step: value for step, value in enumerate(half) if value}
        assert [text.xy[0] for text in axes.texts] == np.flatnonzero(half == 0).tolist()
        assert set(texts(axes)) <= {"0"}
        low, high = axes.get_ylim()
        assert low < min(half[half > 0])
        assert max(half) < high
    assert grid[0, 0].get_yscale() == "log"


def test_every_network_has_a_row_and_a_sentence():
    influences = {"1 layer": (SEEN_ALL, LAST_ONLY), "2 layers": (SEEN_ALL, np.zeros(4))}
    grid = influence_on_halves(influences, 3, title="The last step")
    assert grid.shape == (2, 2)
    assert [axes.get_title("left") for axes in grid[1]] == [
        "2 layers, forward half of output[:, 3]",
        "2 layers, backward half of output[:, 3]",
    ]
    words = alt_text(grid[0, 0].figure)
    assert "1 layer: inputs that move the forward half of output[:, 3], of 4: all." in words
    assert "1 layer: inputs that move the backward half of output[:, 3], of 4: 3." in words
    assert "2 layers: inputs that move the backward half of output[:, 3], of 4: none." in words


@pytest.mark.parametrize(
    ("influences", "step", "words"),
    [
        ({"a": (SEEN_ALL, LAST_ONLY[:2])}, 3, "wanted is the same for all"),
        ({"a": (SEEN_ALL, LAST_ONLY)}, 4, r"step is 4; wanted is 0 up to L - 1 = 3"),
        ({"a": (SEEN_ALL, LAST_ONLY)}, -1, r"step is -1; wanted is 0 up to L - 1 = 3"),
        ({"a": (np.zeros(4), np.zeros(4))}, 3, "influences are all 0"),
        ({}, 0, "influences is empty"),
    ],
)
def test_what_cannot_be_drawn_is_refused(influences, step, words):
    with pytest.raises(ValueError, match=words):
        influence_on_halves(influences, step, title="t")
