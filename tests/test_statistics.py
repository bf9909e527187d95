import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.statistics import difference_interval, mean_interval, wilson_interval


def test_wilson_solves_its_defining_equation():
    """The bounds are the shares p0 whose score test of 8 right among 10 is just significant."""
    z = 1.959963984540054
    for bound in wilson_interval(8, 10):
        assert abs(0.8 - bound) == pytest.approx(z * np.sqrt(bound * (1 - bound) / 10), abs=1e-9)


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_stays_inside_zero_and_one_and_holds_the_share(counts):
    correct, total = counts
    low, high = wilson_interval(correct, total)
    assert 0 <= low <= correct / total <= high <= 1
    assert low < high


def test_wilson_narrows_with_more_examples_and_widens_with_confidence():
    def width(interval):
        return interval.high - interval.low

    assert width(wilson_interval(970, 1000)) > 2 * width(wilson_interval(9700, 10_000))
    assert width(wilson_interval(97, 100, confidence=0.99)) > width(wilson_interval(97, 100))


def test_mean_interval_against_a_table_value():
    """For three runs t(0.975, 2) = 4.3027 (any table of Student's t)."""
    low, high = mean_interval([1.0, 2.0, 3.0])
    assert (low, high) == pytest.approx((2 - 4.3027 / np.sqrt(3), 2 + 4.3027 / np.sqrt(3)), abs=1e-4)


def test_intervals_cover_the_truth_as_often_as_they_say():
    draw = np.random.default_rng(0)
    means = sum(0.0 in mean_interval(draw.normal(size=4)) for _ in range(600))
    differences = sum(
        0.0 in difference_interval(draw.normal(size=4), draw.normal(scale=2, size=5)) for _ in range(600)
    )
    assert 0.92 < means / 600 < 0.98
    assert 0.92 < differences / 600 < 0.98


def test_difference_has_the_sign_of_a_minus_b():
    low, high = difference_interval([0.9, 0.91, 0.92], [0.5, 0.52, 0.51])
    assert 0 < low < 0.4 < high
    assert 0.0 not in difference_interval([0.9, 0.91], [0.5, 0.52])


def test_runs_without_spread_have_no_width():
    assert difference_interval([2.0, 2.0], [1.5, 1.5]) == (0.5, 0.5)
    assert mean_interval([2.0, 2.0]) == (2.0, 2.0)


@pytest.mark.parametrize(("correct", "total"), [(1, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_named(correct, total):
    with pytest.raises(ValueError, match=f"correct is {correct} of total {total}"):
        wilson_interval(correct, total)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match=f"confidence is {confidence}"):
        wilson_interval(1, 2, confidence)


def test_one_run_has_no_interval():
    with pytest.raises(ValueError, match="values has shape \\(1,\\); wanted are at least two runs"):
        mean_interval([0.97])
    with pytest.raises(ValueError, match="b has shape"):
        difference_interval([1.0, 2.0], [1.0])
