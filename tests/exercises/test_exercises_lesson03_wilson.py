import functools
import math

import numpy as np
import pytest
import torch
from scipy.stats import binomtest, norm

from course_utils.exercises.lesson03 import wilson as module

ID = "03-wilson-interval"


def parts(correct, total, z):
    p = correct / total
    return p, 1 + z**2 / total, p + z**2 / (2 * total), p * (1 - p) / total + z**2 / (4 * total**2)


def plain(correct, total, z=1.96):
    _, shrink, centre, under_root = parts(correct, total, z)
    half = z * math.sqrt(under_root)
    return (centre - half) / shrink, (centre + half) / shrink


def in_counts(correct, total, z=1.96, *, digits=None):
    wrong = total - correct
    centre = (correct + z * z / 2) / (total + z * z)
    half = z / (total + z * z) * (correct * wrong / total + z * z / 4) ** 0.5
    return [centre - half, centre + half]


def by_roots(correct, total, z=1.96):
    p = correct / total
    return np.sort(np.roots([1 + z**2 / total, -(2 * p + z**2 / total), p**2]).real)


def by_torch(correct, total, z=1.96):
    p, n = torch.tensor(correct / total), total
    half = z * torch.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    centre = p + z**2 / (2 * n)
    return (torch.stack([centre - half, centre + half]) / (1 + z**2 / n)).clamp(0, 1)


def by_bisection(correct, total, z=1.96):
    def bound(outside, inside):
        for _ in range(60):
            middle = (outside + inside) / 2
            far = abs(correct / total - middle) > z * math.sqrt(middle * (1 - middle) / total)
            outside, inside = (middle, inside) if far else (outside, middle)
        return inside

    return bound(0, correct / total), bound(1, correct / total)


class Wilson:
    def __call__(self, correct, total, z=1.96):
        low, high = plain(correct, total, z)
        return np.float64(low), torch.tensor(high)


RIGHT = (
    plain,
    in_counts,
    by_roots,
    by_torch,
    by_bisection,
    functools.partial(in_counts, digits=3),
    lambda k, n, z=1.96, **rest: plain(k, n, z),
    lambda correct, total, z=1.96: binomtest(correct, total).proportion_ci(1 - 2 * norm.sf(z), "wilson")[:],
    Wilson(),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def wald(correct, total, z=1.96):
    p = correct / total
    half = z * math.sqrt(p * (1 - p) / total)
    return p - half, p + half


def wald_within(correct, total, z=1.96):
    low, high = wald(correct, total, z)
    return max(low, 0.0), min(high, 1.0)


def wald_without_root(correct, total, z=1.96):
    p = correct / total
    half = z * p * (1 - p) / total
    return p - half, p + half


def wilson_with(change):
    """Make a Wilson interval whose centre and half width are changed by a function."""

    def wilson(correct, total, z=1.96):
        p, shrink, centre, under_root = parts(correct, total, z)
        return change(p, shrink, centre / shrink, z * math.sqrt(under_root) / shrink, total, z)

    return wilson


def with_under_root(second):
    """Make a Wilson interval with another second term under the root."""
    return wilson_with(lambda p, s, c, h, n, z: around(c, z * math.sqrt(p * (1 - p) / n + second(n, z)) / s))


def around(centre, half):
    return centre - half, centre + half


def z_not_squared(correct, total, z=1.96):
    p = correct / total
    half = z * math.sqrt(p * (1 - p) / total + z / (4 * total**2))
    low, high = around(p + z / (2 * total), half)
    return low / (1 + z / total), high / (1 + z / total)


def whole_division(correct, total, z=1.96):
    return plain(correct // total * total, total, z)


def agresti(correct, total, z=1.96):
    return wald(correct + z**2 / 2, total + z**2, z)


def scipys(method):
    def interval(correct, total, z=1.96):
        return tuple(binomtest(correct, total).proportion_ci(1 - 2 * norm.sf(z), method))

    return interval


def breaks_at_zero(correct, total, z=1.96):
    low, high = plain(correct, total, z)
    return low / correct * correct, high


def special_at_zero(correct, total, z=1.96):
    return (0.0, 0.5) if correct == 0 else plain(correct, total, z)


def counts_under_the_root(correct, total, z=1.96):
    return around(correct, z * math.sqrt(correct * (1 - correct) / total))


def torch_root(correct, total, z=1.96):
    return torch.sqrt(correct / total)


WRONG = (
    (wald, "Wald interval"),
    (wald, "width is zero"),
    (wald_within, "Wald interval"),
    (wald_without_root, "And the root is missing"),
    (
        wilson_with(lambda p, s, c, h, n, z: around(c, z * math.sqrt(p * (1 - p) / n) / s)),
        "z² / (4 n²) is missing under the root",
    ),
    (wilson_with(lambda p, s, c, h, n, z: around(0, h)), "half width alone"),
    (wilson_with(lambda p, s, c, h, n, z: (c, h)), "the centre and the half width"),
    (wilson_with(lambda p, s, c, h, n, z: around(p, h)), "The centre is forgotten"),
    (wilson_with(lambda p, s, c, h, n, z: around(c * s, h * s)), "The division by 1 + z² / n is missing"),
    (wilson_with(lambda p, s, c, h, n, z: around(c, h * s)), "The half width is not divided"),
    (wilson_with(lambda p, s, c, h, n, z: around(c * s, h)), "The centre is not divided"),
    (wilson_with(lambda p, s, c, h, n, z: around(c, h / z)), "z is missing in front of the root"),
    (wilson_with(lambda p, s, c, h, n, z: around(c, (h * s / z) ** 2 * z / s)), "The root is missing"),
    (wilson_with(lambda p, s, c, h, n, z: (c + h, c - h)), "bounds are swapped"),
    (wilson_with(lambda p, s, c, h, n, z: (100 * (c - h), 100 * (c + h))), "in percent"),
    (wilson_with(lambda p, s, c, h, n, z: (n * (c - h), n * (c + h))), "are counts"),
    (wilson_with(lambda p, s, c, h, n, z: (1 - c - h, 1 - c + h)), "share of wrong answers"),
    (wilson_with(lambda p, s, c, h, n, z: around(p + z**2 / (2 * n) / s, h)), "in brackets"),
    (wilson_with(lambda p, s, c, h, n, z: around((p + z**2 / 2 * n) / s, h)), "write z**2 / (2 * total)"),
    (with_under_root(lambda n, z: z**2 / 4 * n**2), "write z**2 / (4 * total**2)"),
    (with_under_root(lambda n, z: z**2 / (4 * n)), "n is not squared under the root"),
    (
        wilson_with(
            lambda p, s, c, h, n, z: around(c, z * math.sqrt(p * (1 - p) / n) / s + z**2 / (4 * n**2))
        ),
        "belongs under the root",
    ),
    (z_not_squared, "z is not squared"),
    (whole_division, "integer division"),
    (agresti, "Agresti-Coull"),
    (scipys("exact"), "Clopper and Pearson"),
    (scipys("wilsoncc"), "continuity correction"),
    (
        lambda correct, total, z=1.96: plain(correct, total),
        "z is not used. Seen with correct = 17, total = 20 and z",
    ),
    (breaks_at_zero, "both can be 0. Seen with correct = 0 and total = 20"),
    (special_at_zero, "Came (0.000000, 0.500000); wanted is (0.000000, 0.1611"),
    (counts_under_the_root, "p is a share"),
    (torch_root, "math.sqrt or ** 0.5"),
    (lambda correct, total, z=1.96: 0.5, "came 0.5, of type float"),
    (lambda correct, total, z=1.96: torch.tensor(0.5), "came 0.5, of type float"),
    (lambda correct, total, z=1.96: (0.1, 0.5, 0.9), "came a tuple of length 3"),
    (lambda correct, total, z=1.96: (0.1, None), "came nothing (None)"),
    (lambda correct, total, z=1.96: ("0.1", "0.9"), "of type str"),
    (lambda correct, total, z=1.96: print(end=""), "came nothing (None)"),
    (
        lambda correct, total, z: plain(correct, total, z),
        "called with (correct, total), but your function takes",
    ),
    (
        lambda correct, total: plain(correct, total),
        "called with (correct, total, z), but your function takes",
    ),
    (lambda correct, total, z=1.96: (float("nan"), 0.9), "Came (nan, 0.900000)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


@pytest.mark.parametrize(("correct", "total", "z"), [(17, 20, 1.96), (17, 20, 2.58)])
def test_misconceptions_are_told_apart(told_apart, correct, total, z):
    wrong = (
        module._wrong_unit(correct, total, z)
        | module._wrong_formula(correct, total, z)
        | module._wrong_interval(correct, total, z)
    )
    if z == module.USUAL_Z:
        del wrong["The argument z is not used."]
    told_apart(module._specified(correct, total, z), wrong)
