"""Check of 04-make-windows: windows of a series for training and test that share no value."""

from collections.abc import Sequence

import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_answer,
    expect_tensor,
    is_close,
    seen_with,
)

CASES = ((23, 4, 9), (23, 5, 5), (11, 3, 4), (7, 1, 1))  # values in all, in a window, for the test
AXES = "(windows, length)"
CUT_FIRST = (
    "You cut the windows first and divide them afterwards, or let the test windows begin before the cut, so "
    "windows on both sides overlap: divide the series, then cut each part by itself."
)
STRIDE = "These windows do not overlap: a new one starts at every value, not only where the last one ended."
EXPLANATIONS = {
    "a non-empty TensorList": "A part got no window at all: does the last window have its place?",
    "maximum size for tensor at dimension": (
        "A part is shorter than one window: the test has the last test_count values, the training all others."
    ),
}


@exercise("04-make-windows", takes=("series", "length", "test_count"), explanations=EXPLANATIONS)
def check_make_windows(attempt: Attempt) -> None:
    """Compare with slices: an ordinary series, a test of one window, a short series, windows of one value."""
    for total, length, test_count in CASES:
        with seen_with(f"{total} values, length = {length} and test_count = {test_count}"):
            series = _series(total)
            _check_case(attempt(series, length, test_count), series, length, test_count)


def _series(total: int) -> Tensor:
    """Draw values of which no two are alike, so that each can be recognised."""
    return torch.randn(total, dtype=torch.float64, generator=torch.Generator().manual_seed(total))


def _check_case(value: object, series: Tensor, length: int, test_count: int) -> None:
    came, parts = _pair(value), (series[:-test_count], series[-test_count:])
    wanted = [_windows(part, length) for part in parts]
    for sentence, pairs in _wrong_pairs(series, length, test_count).items():
        if any(map(_same, pairs, [came] * len(pairs))) and not _same(came, wanted):
            raise Mistake(sentence)
    _expect_no_leak(*came)
    for name, tensor, part, right in zip(("train", "test"), came, parts, wanted, strict=True):
        with seen_with(f"`{name}`"):
            expect_answer(tensor, right, AXES, _wrong_windows(part, length), _shapes(right))


def _pair(value: object) -> list[Tensor]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Mistake(f"Two tensors are wanted, (train, test); came {describe(value)}.")
    return [expect_tensor(part) for part in value]


def _same(pair: Sequence[Tensor], other: Sequence[Tensor]) -> bool:
    return all(map(is_close, pair, other))


def _windows(part: Tensor, length: int) -> Tensor:
    return torch.stack([part[start : start + length] for start in range(len(part) - length + 1)])


def _wrong_pairs(series: Tensor, length: int, test_count: int) -> Misconceptions:
    """Both parts wrong in one go: (train, test)."""
    every = _windows(series, length)
    past, future = _windows(series[:-test_count], length), _windows(series[-test_count:], length)
    early, late = _windows(series[:test_count], length), _windows(series[test_count:], length)
    counts = {test_count, len(future), max(1, round(test_count / len(series) * len(every)))}
    return {
        "The two are swapped: train comes first, test second.": [(future, past)],
        "The test has the first values: it must have the last ones, the future.": [(late, early)],
        "The training has only the first test_count values: that many, the last ones, are for the test.": [
            (early, late)
        ],
        CUT_FIRST: [(every[:-count], every[-count:]) for count in counts] if length > 1 else [],
    }


def _expect_no_leak(train: Tensor, test: Tensor) -> None:
    """Expect that no value stands on both sides, whatever the windows look like."""
    leaked = test[torch.isin(test, train)].unique()
    if len(leaked):
        raise Mistake(
            f"It leaks: of the values in the test windows, {len(leaked)} stand in a training window too. "
            "Divide the series in time first, without shuffling, then cut each part by itself."
        )


def _wrong_windows(part: Tensor, length: int) -> Misconceptions:
    """The right part of the series, cut in another way."""
    right = _windows(part, length)
    return {
        "The last window is missing: a part of n values holds n - length + 1 windows.": [right[:-1]],
        "The first window is missing: it starts at the part's first value.": [right[1:]],
        STRIDE: [right[::length]] if len(right[::length]) < len(right) else [],
        "The windows are in reverse order: the one that starts first comes first.": [right.flip(0)],
        "Each window is in reverse order: its values stay in the order of time.": [right.flip(1)],
        "The windows stand in columns: wanted is one window a row.": [right.T],
        "The windows are one value too long: each has `length` values.": (
            [_windows(part, length + 1)] if len(part) > length else []
        ),
        "The windows are one value too short: each has `length` values.": (
            [_windows(part, length - 1)] if length > 1 else []
        ),
    }


def _shapes(right: Tensor) -> dict[tuple[int, ...], str]:
    count, length = right.shape
    return {
        (count, length, 1): "There is an extra dimension of size 1: here a window is a plain row of values.",
        (count * length,): "The windows are merged into one dimension: stack them as rows.",
    }
