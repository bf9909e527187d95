import matplotlib.pyplot as plt
import pytest

from course_utils.alt_text import alt_text
from course_utils.plotting.unrolled import unrolled_rnn

pytestmark = pytest.mark.usefixtures("drawn_figures")


def draw(**sizes):
    sizes = {"batch": 2, "length": 4, "input_size": 3, "hidden_size": 5, **sizes}
    return unrolled_rnn(**sizes, title="A layer")


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


@pytest.mark.parametrize(
    ("length", "steps"), [(1, [1]), (2, [1, 2]), (4, [1, 2, 3, 4]), (5, [1, 2, 3, 5]), (500, [1, 2, 3, 500])]
)
def test_it_draws_up_to_four_steps_and_always_the_last(length, steps):
    written = texts(draw(length=length))
    assert [text for text in written if text.startswith("$x_")] == [f"$x_{{{t}}}$  (2, 3)" for t in steps]
    states = [f"$h_{{{t}}}$  (2, 5)" for t in steps]
    assert [text for text in written if text.startswith("$h_{")] == states
    assert written.count("tanh") == len(steps)
    assert written.count("…") == (2 if length > 4 else 0)


def test_every_shape_is_written():
    written = texts(draw(length=7))
    for text in (
        "input\n(2, 7, 3)",
        "output\n(2, 7, 5)",
        "$h_0$\n(1, 2, 5)",
        "$h_n$\n(1, 2, 5)",
        "$W_{ih}$ (5, 3)",
        "$W_{hh}$ (5, 5)",
    ):
        assert text in written


def test_only_the_arrow_over_left_out_steps_is_dashed():
    dashed = [patch for patch in draw(length=9).patches if patch.get_linestyle() == "--"]
    assert len(dashed) == 1
    assert not [patch for patch in draw(length=4).patches if patch.get_linestyle() == "--"]


@pytest.mark.parametrize(("length", "size"), [(1, 1), (1, 40), (4, 40), (9, 1)])
def test_nothing_is_cut_off(length, size):
    axes = draw(length=length, batch=10, input_size=size, hidden_size=size)
    plt.gcf().draw_without_rendering()
    sheet = axes.get_window_extent()
    for text in axes.texts:
        if text.get_text():
            extent = text.get_window_extent()
            assert sheet.x0 <= extent.x0
            assert extent.x1 <= sheet.x1
            assert sheet.y0 <= extent.y0
            assert extent.y1 <= sheet.y1


def test_the_sentence_names_every_shape():
    sentence = alt_text(draw(length=7).figure)
    for shape in ("(2, 3)", "(2, 5)", "(5, 3)", "(5, 5)", "(2, 7, 5)", "(1, 2, 5)", "7 steps"):
        assert shape in sentence


@pytest.mark.parametrize("name", ["batch", "length", "input_size", "hidden_size"])
def test_a_size_below_one_is_refused(name):
    with pytest.raises(ValueError, match=f"^{name} is 0; wanted is at least 1$"):
        draw(**{name: 0})
    plt.close("all")
