import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.alt_text import alt_text, title
from course_utils.plotting import (
    drawn_pixels,
    error_by_step,
    error_ladder,
    feedback_diagram,
    forecast_panels,
    loss_curve,
)

pytestmark = pytest.mark.usefixtures("drawn_figures")


def names(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


# --- forecasts ----------------------------------------------------------------------------------------------


def test_a_forecast_stands_behind_the_values_that_were_read():
    truth = np.arange(9.0)
    top, bottom = forecast_panels(truth, {1: truth[1:5], 3: truth[3:] + 2}, title="Two warm-ups")
    for axes, warm_up, forecast in ((top, 1, truth[1:5]), (bottom, 3, truth[3:] + 2)):
        whole, read, ahead = axes.get_lines()
        np.testing.assert_array_equal(whole.get_ydata(), truth)
        np.testing.assert_array_equal(read.get_ydata(), truth[:warm_up])
        np.testing.assert_array_equal(ahead.get_xdata(), warm_up + np.arange(len(forecast)))
        np.testing.assert_array_equal(ahead.get_ydata(), forecast)
    assert (top.get_ylabel(), bottom.get_ylabel()) == ("1 value read", "3 values read")
    assert bottom.get_xlabel() == "time (values)"
    assert names(top) == ["truth", "forecast"]
    assert title(plt.gcf()) == "Two warm-ups"
    assert alt_text(plt.gcf()) == (
        "After 1 value the next 4 are forecast with a mean squared error of 0. "
        "After 3 values the next 6 are forecast with a mean squared error of 4."
    )


@pytest.mark.parametrize(
    ("forecasts", "words"),
    [
        ({}, "forecasts is empty"),
        ({0: [1.0]}, "forecasts has 1 values after a warm-up of 0; wanted is at least 1 of each"),
        ({2: []}, "forecasts has 0 values after a warm-up of 2"),
        ({2: np.zeros(4)}, "and 5 together at most"),
    ],
)
def test_a_forecast_that_does_not_fit_on_the_truth_is_refused(forecasts, words):
    with pytest.raises(ValueError, match=words):
        forecast_panels(np.zeros(5), forecasts, title="x")


# --- errors -------------------------------------------------------------------------------------------------


def test_errors_are_curves_from_step_1_on_a_log_axis():
    curves = {"a": [0.1, 0.01, 0.001], "b": np.array([1.0, 2.0, 3.0])}
    axes = error_by_step(curves, title="They grow", label="steps ahead", levels={"persistence": 0.5})
    first, second, level = axes.get_lines()
    np.testing.assert_array_equal(first.get_xydata(), [(1, 0.1), (2, 0.01), (3, 0.001)])
    np.testing.assert_array_equal(second.get_ydata(), [1, 2, 3])
    assert list(level.get_ydata()) == [0.5, 0.5]
    assert names(axes) == ["a", "b", "persistence"]
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_yscale()) == (
        "steps ahead",
        "mean squared error",
        "log",
    )
    looks = {(line.get_marker(), line.get_linestyle()) for line in (first, second)}
    assert len(looks) == 2, "told apart without colours"
    assert alt_text(plt.gcf()).startswith("a: mean squared error 1.0e-01 at steps ahead 1, 1.0e-03 at 3.")


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ({"a": [1.0], "b": [1.0, 2.0]}, "lengths are a 1, b 2"),
        ({"a": [1.0, 0.0]}, "errors holds 0.0 for 'a'; wanted is above 0"),
        ({name: [1.0] for name in "abcdef"}, "errors holds 6 curves; wanted are at most 5"),
    ],
)
def test_errors_that_cannot_be_drawn_are_refused(errors, words):
    with pytest.raises(ValueError, match=words):
        error_by_step(errors, title="x", label="steps")


def test_the_ladder_has_a_line_for_each_situation():
    errors = {"clean": {"a": 1e-9, "b": 0.1}, "noisy": {"a": 0.2, "b": 0.05}}
    axes = error_ladder(errors, title="It depends", smallest=1e-6)
    a, b = axes.get_lines()
    np.testing.assert_array_equal(a.get_xydata(), [(1e-6, 0), (0.2, 1)])
    np.testing.assert_array_equal(b.get_xydata(), [(0.1, 0), (0.05, 1)])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["clean", "noisy"]
    assert axes.get_ylim() == (1.5, -0.5), "the first on top"
    assert names(axes) == ["a", "b"]
    assert axes.get_xlabel() == "mean squared error (at the left edge: 1e-06 or less)"
    assert alt_text(plt.gcf()) == (
        "clean, from best to worst: a: at most 1e-06; b: 1.0e-01. "
        "noisy, from best to worst: b: 5.0e-02; a: 2.0e-01."
    )


@pytest.mark.parametrize(
    "errors", [{}, {"x": {}}, {"x": {"a": 1.0}, "y": {"b": 1.0}}, {"x": dict.fromkeys("abcdef", 1.0)}]
)
def test_a_ladder_with_missing_rungs_is_refused(errors):
    with pytest.raises(ValueError, match="wanted are the same in all situations, 1 to 5"):
        error_ladder(errors, title="x")


# --- losses -------------------------------------------------------------------------------------------------


def test_the_loss_curve_marks_what_was_kept():
    axes = loss_curve(np.array([4.0, 2.0, 1.0, 3.0]), [0, 2], title="Four steps")
    curve, kept = axes.get_lines()
    np.testing.assert_array_equal(curve.get_ydata(), [4, 2, 1, 3])
    np.testing.assert_array_equal(kept.get_xydata(), [(0, 4), (2, 1)])
    assert axes.get_yscale() == "log"
    assert names(axes) == ["all 4 losses", "kept: 2"]
    assert alt_text(plt.gcf()) == "Loss of 4 steps: 4 at first, the lowest, 1, at step 2. Kept: 2 of them."


@pytest.mark.parametrize(
    ("loss", "kept", "words"),
    [
        ([], [], "lengths are loss 0"),
        ([1.0, 0.0], [], "wanted is above 0"),
        ([1.0, 2.0], [0, 2], r"kept is \[0, 2\]; wanted are steps from 0 to 1"),
    ],
)
def test_losses_that_cannot_be_drawn_are_refused(loss, kept, words):
    with pytest.raises(ValueError, match=words):
        loss_curve(np.array(loss), kept, title="x")


def test_a_line_through_one_point_colours_no_pixel():
    assert drawn_pixels([0.3]) == 0
    assert drawn_pixels([0.3, 0.2]) > 100
    assert not plt.get_fignums(), "nothing is left open"
    with pytest.raises(ValueError, match="values is empty"):
        drawn_pixels([])


# --- diagram ------------------------------------------------------------------------------------------------


def test_the_diagram_feeds_each_forecast_back():
    axes = feedback_diagram(title="It reads its own forecasts")
    texts = [text.get_text() for text in axes.texts]
    assert texts.count("p[2]") == texts.count("p[3]") == 2, "once as a forecast, once as an input"
    assert texts.count("x[0]") == texts.count("x[1]") == texts.count("p[4]") == 1
    assert "becomes the input" in alt_text(plt.gcf())
