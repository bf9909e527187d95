"""Check of 03-wilson-interval: how sure a share is."""

import math

import numpy as np
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_no_misconception,
    expect_number,
    is_close,
    seen_with,
    unwrapped,
)

USUAL_Z = 1.96
SHARES = ((17, 20), (9731, 10_000), (0, 20), (20, 20), (2, 5), (0, 1), (1, 1))
WALD = (
    "This is the Wald interval, p ± z sqrt(p (1 - p) / n): its width is zero when none or all are right. "
    "Wilson's moves the centre and divides by 1 + z² / n."
)
EXPLANATIONS = {
    "must be Tensor": "These are plain Python numbers: math.sqrt or ** 0.5 takes their root.",
    "math domain error": "The number under the root is negative: p is a share, correct / total.",
    "division by zero": "Nothing may be divided by correct or by total - correct: both can be 0.",
}


@exercise("03-wilson-interval", takes=("correct", "total", "z"), explanations=EXPLANATIONS)
def check_wilson_interval(attempt: Attempt) -> None:
    """Compare with scipy: an ordinary share, a large one, none and all right, very few, another z."""
    for correct, total in SHARES:
        with seen_with(f"correct = {correct} and total = {total}"):
            _check_case(attempt(correct, total), correct, total, USUAL_Z)
    with seen_with("correct = 17, total = 20 and z = 2.58"):
        _check_case(attempt(17, 20, 2.58), 17, 20, 2.58)


def _check_case(value: object, correct: int, total: int, z: float) -> None:
    came, wanted = _bounds(value), _specified(correct, total, z)
    misconceptions = (
        _wrong_unit(correct, total, z)
        | _wrong_formula(correct, total, z)
        | _wrong_brackets(correct, total, z)
        | _wrong_interval(correct, total, z)
    )
    expect_no_misconception(came, wanted, misconceptions)
    if not is_close(came, wanted):
        found, right = (f"({low:.6f}, {high:.6f})" for low, high in (came, wanted))
        raise Mistake(f"Came {found}; wanted is {right}.")


def _bounds(value: object) -> list[float]:
    """Return the two bounds as floats; numbers of numpy and torch are as good as Python's."""
    value = unwrapped(value)
    if not isinstance(value, tuple | list | np.ndarray | Tensor) or len(value) != 2:
        raise Mistake(f"Two numbers are wanted, (low, high); came {describe(value)}.")
    return [expect_number(unwrapped(bound)) for bound in value]


def _specified(correct: int, total: int, z: float) -> list[float]:
    from scipy.stats import binomtest, norm

    interval = binomtest(correct, total).proportion_ci(1 - 2 * norm.sf(z), method="wilson")
    return [float(interval.low), float(interval.high)]


def _wrong_unit(correct: int, total: int, z: float) -> Misconceptions:
    """Wilson's interval, but of something else or in another unit."""
    low, high = _specified(correct, total, z)
    return {
        "The bounds are swapped: low comes first.": [[high, low]],
        "The bounds are in percent: wanted are shares, from 0 to 1.": [[100 * low, 100 * high]],
        "The bounds are counts: wanted are shares, so do not multiply by total.": [
            [total * low, total * high]
        ],
        "This is the interval of the share of wrong answers: p is correct / total.": [[1 - high, 1 - low]],
        "The argument z is not used.": [_specified(correct, total, USUAL_Z)],
        "p came from integer division: it is correct / total.": [
            _specified(correct // total * total, total, z)
        ],
    }


def _wrong_formula(correct: int, total: int, z: float) -> Misconceptions:
    """Wilson's formula with one part of it lost."""
    p, shrink = correct / total, 1 + z**2 / total
    centre = (p + z**2 / (2 * total)) / shrink
    under_root = p * (1 - p) / total + z**2 / (4 * total**2)
    half = z * math.sqrt(under_root) / shrink
    unsquared = z * math.sqrt(p * (1 - p) / total + z / (4 * total**2))
    return {
        "z² / (4 n²) is missing under the root, so the interval is too narrow.": [
            _around(centre, z * math.sqrt(p * (1 - p) / total) / shrink)
        ],
        "These are plus and minus the half width alone: add the centre, (p + z² / (2 n)) / (1 + z² / n).": [
            _around(0, half)
        ],
        "These are the centre and the half width: the bounds are centre - half and centre + half.": [
            [centre, half]
        ],
        "The centre is forgotten: go up and down from (p + z² / (2 n)) / (1 + z² / n), not from p.": [
            _around(p, half)
        ],
        "The division by 1 + z² / n is missing.": [_around(centre * shrink, half * shrink)],
        "The half width is not divided by 1 + z² / n; the centre is.": [_around(centre, half * shrink)],
        "The centre is not divided by 1 + z² / n; the half width is.": [_around(centre * shrink, half)],
        "z is missing in front of the root: the half width is z times the root.": [_around(centre, half / z)],
        "z is not squared: it is z² / n, z² / (2 n) and z² / (4 n²).": [
            _around((p + z / (2 * total)) / (1 + z / total), unsquared / (1 + z / total))
        ],
        "The root is missing in the half width.": [_around(centre, z * under_root / shrink)],
    }


def _wrong_brackets(correct: int, total: int, z: float) -> Misconceptions:
    """Wilson's formula with a bracket or a power lost on the way into code."""
    p, shrink = correct / total, 1 + z**2 / total
    centre, variance = (p + z**2 / (2 * total)) / shrink, p * (1 - p) / total
    half = z * math.sqrt(variance + z**2 / (4 * total**2)) / shrink

    def under_root(second: float) -> list[float]:
        return _around(centre, z * math.sqrt(variance + second) / shrink)

    return {
        "Only z² / (2 n) is divided by 1 + z² / n: put p + z² / (2 n) in brackets.": [
            _around(p + z**2 / (2 * total) / shrink, half)
        ],
        "In Python a / 2 * n is (a / 2) * n: write z**2 / (2 * total).": [
            _around((p + z**2 / 2 * total) / shrink, half)
        ],
        "In Python a / 4 * n is (a / 4) * n: write z**2 / (4 * total**2).": [under_root(z**2 / 4 * total**2)],
        "n is not squared under the root: it is z² / (4 n²).": [under_root(z**2 / (4 * total))],
        "z² / (4 n²) belongs under the root.": [
            _around(centre, z * math.sqrt(variance) / shrink + z**2 / (4 * total**2)),
            _around(centre, z * (math.sqrt(variance) + z**2 / (4 * total**2)) / shrink),
        ],
    }


def _wrong_interval(correct: int, total: int, z: float) -> Misconceptions:
    """Intervals that others are named after."""
    from scipy.stats import binomtest, norm

    p = correct / total
    low, high = _around(p, z * math.sqrt(p * (1 - p) / total))
    total_more = total + z**2
    p_more = (correct + z**2 / 2) / total_more
    interval_of, confidence = binomtest(correct, total).proportion_ci, 1 - 2 * norm.sf(z)
    return {
        WALD: [[low, high], [max(low, 0), min(high, 1)]],
        f"{WALD} And the root is missing.": [_around(p, z * p * (1 - p) / total)],
        "This is the Agresti-Coull interval: its centre is Wilson's, but its width is not.": [
            _around(p_more, z * math.sqrt(p_more * (1 - p_more) / total_more))
        ],
        "This is the exact interval of Clopper and Pearson, not Wilson's.": [
            [*interval_of(confidence, "exact")]
        ],
        "This is Wilson's interval with the continuity correction: wanted is the one without.": [
            [*interval_of(confidence, "wilsoncc")]
        ],
    }


def _around(centre: float, half: float) -> list[float]:
    return [centre - half, centre + half]
