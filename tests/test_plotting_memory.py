import numpy as np
import pytest

from course_utils.alt_text import alt_text
from course_utils.plotting.memory import influence_curves, state_traces

pytestmark = pytest.mark.usefixtures("drawn_figures")

STATES = {"fades": np.array([0.76, 0.36, 0.18]), "stays": np.array([0.76, 0.82, 0.86])}
INFLUENCE = {"before": np.array([0.004, 0.03, 0.4]), "after": np.array([2.2, 0.1, 0.3])}


@pytest.mark.parametrize(("draw", "curves"), [(state_traces, STATES), (influence_curves, INFLUENCE)])
def test_every_curve_stands_over_its_steps_and_is_told_apart_without_colour(draw, curves):
    axes = draw(curves, title="A finding")
    lines = {line.get_label(): line for line in axes.lines if line.get_label() in curves}
    assert list(lines) == list(curves)
    for name, values in curves.items():
        np.testing.assert_array_equal(lines[name].get_xdata(), [1, 2, 3])
        np.testing.assert_array_equal(lines[name].get_ydata(), values)
    assert len({(line.get_marker(), line.get_linestyle()) for line in lines.values()}) == len(lines)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == list(curves)
    assert axes.get_xlabel() == "step t"


def test_the_influence_has_a_logarithmic_axis_and_states_have_not():
    assert influence_curves(INFLUENCE, title="A finding").get_yscale() == "log"
    assert state_traces(STATES, title="A finding").get_yscale() == "linear"


def test_traces_say_where_they_begin_and_end():
    axes = state_traces(STATES, title="A finding")
    assert alt_text(axes.figure) == (
        "The state over 3 steps. fades: from 0.76 to 0.18; stays: from 0.76 to 0.86."
    )


def test_influence_says_its_first_least_and_last():
    axes = influence_curves(INFLUENCE, title="A finding")
    assert alt_text(axes.figure) == (
        "Influence of each of 3 inputs on the last state. "
        "before: 0.004 at step 1, 0.004 at its least, 0.4 at the last; "
        "after: 2.2 at step 1, 0.1 at its least, 0.3 at the last."
    )


@pytest.mark.parametrize("length", [1, 2, 500])
def test_ticks_are_whole_steps(length):
    axes = state_traces({"one": np.linspace(-1, 1, length)}, title="A finding")
    axes.figure.draw_without_rendering()
    assert all(float(tick).is_integer() for tick in axes.get_xticks())


@pytest.mark.parametrize("draw", [state_traces, influence_curves])
def test_curves_that_do_not_fit_are_refused(draw):
    with pytest.raises(ValueError, match=r"^lengths are a 2, b 3; wanted is the same for all"):
        draw({"a": np.ones(2), "b": np.ones(3)}, title="A finding")
    with pytest.raises(ValueError, match=r"^5 curves came; wanted are 1 to 4$"):
        draw({name: np.ones(2) for name in "abcde"}, title="A finding")
    with pytest.raises(ValueError, match=r"^0 curves came"):
        draw({}, title="A finding")
    with pytest.raises(ValueError, match=r"at least 1$"):
        draw({"a": np.ones(0)}, title="A finding")


def test_an_influence_of_zero_is_refused():
    with pytest.raises(ValueError, match=r"^influence 'a' holds 0; wanted is above 0 everywhere$"):
        influence_curves({"a": np.array([1.0, 0.0])}, title="A finding")
