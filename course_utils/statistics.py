"""How sure a number is: intervals for shares, means and differences over seeds."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Interval(NamedTuple):
    """A confidence interval; both bounds in the unit of what was measured."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return self.low <= value <= self.high


def wilson_interval(correct: int, total: int, confidence: float = 0.95) -> Interval:
    """Return the Wilson score interval of a share, such as an accuracy.

    Args:
        correct: how many of ``total`` were right.
        total: how many were tried, at least 1.
        confidence: between 0 and 1.

    Raises:
        ValueError: the counts or the confidence do not fit.

    Source: Wilson (1927); computed by scipy.stats.binomtest. Lesson 03.
    """
    from scipy.stats import binomtest

    if total < 1 or not 0 <= correct <= total:
        raise ValueError(
            f"correct is {correct} of total {total}; wanted is 0 <= correct <= total, total >= 1"
        )
    _check_confidence(confidence)
    interval = binomtest(int(correct), int(total)).proportion_ci(confidence, method="wilson")
    return Interval(float(interval.low), float(interval.high))


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Return Student's t interval for the mean of a few independent runs, such as one accuracy a seed.

    Raises:
        ValueError: fewer than two values, or a confidence outside (0, 1).

    Source: scipy.stats.t. Lesson 03.
    """
    from scipy.stats import t

    values = _runs("values", values)
    _check_confidence(confidence)
    half = t.ppf((1 + confidence) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return Interval(float(values.mean() - half), float(values.mean() + half))


def difference_interval(a: Sequence[float], b: Sequence[float], confidence: float = 0.95) -> Interval:
    """Return Welch's interval for mean(a) - mean(b); a difference is found when 0 lies outside.

    Two samples without any spread give an interval of width 0.

    Raises:
        ValueError: fewer than two values in either, or a confidence outside (0, 1).

    Source: Welch (1947); computed by scipy.stats.ttest_ind. Lesson 03.
    """
    from scipy.stats import ttest_ind

    a, b = _runs("a", a), _runs("b", b)
    _check_confidence(confidence)
    if a.std() == b.std() == 0:
        return Interval(float(a[0] - b[0]), float(a[0] - b[0]))
    interval = ttest_ind(a, b, equal_var=False).confidence_interval(confidence)
    return Interval(float(interval.low), float(interval.high))


def _runs(name: str, values: Sequence[float]) -> np.ndarray:
    runs = np.asarray(values, dtype=float)
    if runs.ndim != 1 or len(runs) < 2:
        raise ValueError(f"{name} has shape {runs.shape}; wanted are at least two runs in one dimension")
    return runs


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; wanted is a number between 0 and 1")
