import numpy as np
import pytest
import torch

from course_utils.exercises.lesson04 import windows

ID = "04-make-windows"


def by_unfold(series, length, test_count):
    past, future = series[:-test_count], series[-test_count:]
    return past.unfold(0, length, 1), future.unfold(0, length, 1)


def cut(part, length):
    return torch.stack([part[i : i + length] for i in range(len(part) - length + 1)])


def by_stack(series, length, test_count):
    split = len(series) - test_count
    return [cut(series[:split], length), cut(series[split:], length)]


def by_index(series, length, test_count):
    def pick(first, last):
        return series[torch.arange(first, last - length + 1)[:, None] + torch.arange(length)]

    split = len(series) - test_count
    return pick(0, split), pick(split, len(series))


def by_numpy(series, length, test_count):
    parts = np.split(series.numpy(), [len(series) - test_count])
    return tuple(
        torch.tensor(np.lib.stride_tricks.sliding_window_view(part, length).copy()) for part in parts
    )


def every_window_that_lies_on_one_side(series, length, test_count):
    every, split = series.unfold(0, length, 1), len(series) - test_count
    return every[: split - length + 1], every[split:]


@pytest.mark.parametrize(
    "answer", [by_unfold, by_stack, by_index, by_numpy, every_window_that_lies_on_one_side]
)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def cut_first(series, length, test_count):
    every = series.unfold(0, length, 1)
    return every[:-test_count], every[-test_count:]


def cut_first_to_the_right_number(series, length, test_count):
    every, count = series.unfold(0, length, 1), test_count - length + 1
    return every[:-count], every[-count:]


def cut_first_by_share(series, length, test_count):
    every = series.unfold(0, length, 1)
    split = len(every) - max(1, round(test_count / len(series) * len(every)))
    return every[:split], every[split:]


def shuffled(series, length, test_count):
    every = series.unfold(0, length, 1)
    every = every[torch.randperm(len(every), generator=torch.Generator().manual_seed(0))]
    return every[:-test_count], every[-test_count:]


def one_value_too_many(series, length, test_count):
    split = len(series) - test_count
    return cut(series[: split + 1], length), cut(series[split:], length)


def first_values(series, length, test_count):
    return cut(series[test_count:], length), cut(series[:test_count], length)


def changed(change):
    return lambda *arguments: tuple(change(part) for part in by_unfold(*arguments))


def standardised(series, length, test_count):
    series -= series.mean()
    return by_unfold(series, length, test_count)


WRONG = (
    (cut_first, "cut the windows first and divide them afterwards"),
    (cut_first_to_the_right_number, "cut the windows first and divide them afterwards"),
    (cut_first_by_share, "cut the windows first and divide them afterwards"),
    (lambda s, n, t: (cut(s[:-t], n), cut(s[-t - n + 1 :], n)), "let the test windows begin before the cut"),
    (lambda s, n, t: (cut(s[:t], n), cut(s[t:], n)), "only the first test_count values"),
    (shuffled, "It leaks: of the values in the test windows,"),
    (one_value_too_many, "1 stand in a training window too"),
    (first_values, "it must have the last ones, the future"),
    (lambda *arguments: by_unfold(*arguments)[::-1], "The two are swapped"),
    (changed(lambda part: part[:-1]), "The last window is missing"),
    (changed(lambda part: part[1:]), "The first window is missing"),
    (lambda s, n, t: (s[:-t].unfold(0, n, n), s[-t:].unfold(0, n, n)), "These windows do not overlap"),
    (changed(lambda part: part.flip(0)), "The windows are in reverse order"),
    (changed(lambda part: part.flip(1)), "Each window is in reverse order"),
    (changed(lambda part: part.T), "The windows stand in columns"),
    (lambda s, n, t: by_unfold(s, n + 1, t), "one value too long"),
    (lambda s, n, t: (cut(s[:-t], max(1, n - 1)), cut(s[-t:], max(1, n - 1))), "one value too short"),
    (changed(lambda part: part[:, :, None]), "extra dimension of size 1"),
    (changed(torch.flatten), "merged into one dimension"),
    (changed(lambda part: part.float()), "of type float32; wanted is float64"),
    (changed(lambda part: part.numpy()), "A torch tensor is wanted; came a numpy array"),
    (changed(lambda part: 2 * part), "At index [0, 0] came"),
    (lambda s, n, t: by_unfold(s, n, t)[0], "Two tensors are wanted, (train, test); came a tensor"),
    (lambda s, n, t: print(end=""), "came nothing (None)"),
    (standardised, "changes `series` in place"),
    (lambda s, n, t: (cut(s[:-t], n), cut(s[-t:], n + t)), "A part got no window"),
    (lambda s, n, t: (s[:-t].unfold(0, 2 * len(s), 1), s), "A part is shorter than one window"),
    (lambda series, length: series, "It is called with (series, length, test_count)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_the_part_is_named(refuses):
    refuses(ID, lambda *a: (by_unfold(*a)[0], by_unfold(*a)[1][:-1]), "Seen with `test`. Seen with 23 values")


@pytest.mark.parametrize(("total", "length", "test_count"), windows.CASES)
def test_misconceptions_are_told_apart(told_apart, total, length, test_count):
    for part in by_unfold(windows._series(total), 1, test_count):
        part = part.flatten()
        right = windows._windows(part, length)
        wrong = windows._wrong_windows(part, length)
        if len(right) > length > 1:
            told_apart(right, wrong)


def test_no_two_values_are_alike():
    for total, *_ in windows.CASES:
        assert len(windows._series(total).unique()) == total
