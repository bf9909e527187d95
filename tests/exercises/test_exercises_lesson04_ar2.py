import functools
import math

import numpy as np
import pytest
import torch

from course_utils.exercises.lesson04 import ar2

ID = "04-fit-ar2"


def by_lstsq(signal):
    x = signal.squeeze(2)
    columns = torch.stack([x[:, 1:-1].flatten(), x[:, :-2].flatten()], dim=1)
    return torch.linalg.lstsq(columns, x[:, 2:].flatten()[:, None]).solution.flatten()


def by_normal_equations(signal):
    after, now, before = (part.flatten() for part in (signal[:, 2:], signal[:, 1:-1], signal[:, :-2]))
    matrix = torch.stack(
        [torch.stack([now @ now, now @ before]), torch.stack([now @ before, before @ before])]
    )
    return torch.linalg.solve(matrix, torch.stack([now @ after, before @ after]))


def by_cramer(signal):
    rows = [row[t - 1 : t + 2] for row in signal[:, :, 0].tolist() for t in range(1, len(row) - 1)]
    before, now, after = np.array(rows).T
    determinant = (now @ now) * (before @ before) - (now @ before) ** 2
    a = ((now @ after) * (before @ before) - (before @ after) * (now @ before)) / determinant
    b = ((before @ after) * (now @ now) - (now @ after) * (now @ before)) / determinant
    return a, b


def by_numpy(signal):
    windows = np.lib.stride_tricks.sliding_window_view(signal.numpy()[:, :, 0], 3, axis=1).reshape(-1, 3)
    return np.linalg.pinv(windows[:, 1::-1]) @ windows[:, 2]


def by_unfold(signal, size=3):
    windows = signal[:, :, 0].unfold(1, size, 1).reshape(-1, size)
    return [number.item() for number in torch.linalg.pinv(windows[:, [1, 0]]) @ windows[:, 2]]


@pytest.mark.parametrize(
    "answer",
    [by_lstsq, by_normal_equations, by_cramer, by_numpy, by_unfold, functools.partial(by_unfold, size=3)],
)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def parts(signal):
    return [part.flatten() for part in (signal[:, 2:], signal[:, 1:-1], signal[:, :-2])]


def solve(columns, target):
    return torch.linalg.lstsq(torch.stack(columns, dim=1), target[:, None]).solution.flatten()


def fitted(*order):
    """Fit the part named first from the two others, named "after", "now" or "before"."""

    def answer(signal):
        named = dict(zip(("after", "now", "before"), parts(signal), strict=True))
        return solve([named[name] for name in order[1:]], named[order[0]])

    return answer


def with_intercept(signal):
    after, now, before = parts(signal)
    return solve([now, before, torch.ones_like(now)], after)


def one_by_one(signal):
    after, now, before = parts(signal)
    return torch.cat([solve([now], after), solve([before], after)])


def one_after_the_other(signal):
    after, now, before = parts(signal)
    a = solve([now], after)
    return torch.cat([a, solve([before], after - a * now)])


def first_order(signal):
    after, now, _ = parts(signal)
    return solve([now], after).item(), 0.0


def ridge(signal):
    after, now, before = parts(signal)
    x = torch.stack([now, before], dim=1)
    return torch.linalg.solve(x.T @ x + torch.eye(2, dtype=x.dtype), x.T @ after)


def average(signal):
    return torch.stack([by_lstsq(sequence[None]) for sequence in signal]).mean(dim=0)


def centred_in_place(signal):
    signal -= signal.mean()
    return by_lstsq(signal)


def uneven(signal):
    x = signal[:, :, 0]
    return torch.stack([x[:, 1:].flatten(), x[:, :-2].flatten()])


def square_only(signal):
    after, now, before = parts(signal)
    return torch.linalg.solve(torch.stack([now, before], dim=1), after)


def lstsq_of_each(signal):
    return torch.linalg.lstsq(torch.cat([signal[:, 1:-1], signal[:, :-2]], dim=2), signal[:, 2:])


def columns_as_rows(signal):
    after, now, before = parts(signal)
    return torch.linalg.lstsq(torch.stack([now, before]), after[:, None]).solution


def same_column_twice(signal):
    after, now, _ = parts(signal)
    x = torch.stack([now, now], dim=1)
    return torch.linalg.inv(x.T @ x) @ x.T @ after


WRONG = (
    (lambda signal: by_lstsq(signal).flip(0), "The two numbers are swapped"),
    (lambda signal: by_lstsq(signal) * torch.tensor([1, -1]), "The sign of b is turned"),
    (fitted("before", "now", "after"), "Time runs backwards"),
    (fitted("before", "after", "now"), "Time runs backwards"),
    (fitted("now", "after", "before"), "the value in the middle"),
    (with_intercept, "You fit a constant as well"),
    (lambda signal: with_intercept(signal)[:2], "You fit a constant as well"),
    (lambda signal: (2 * math.cos(ar2.STEP), -1), "the formula of a clean sine"),
    (first_order, "Only x[t] is used"),
    (one_by_one, "fitted one after the other"),
    (one_after_the_other, "fitted one after the other"),
    (ridge, "ridge regression"),
    (lambda signal: by_lstsq(signal.reshape(1, -1, 1)), "joined end to end"),
    (lambda signal: by_lstsq(signal[:1]), "Only one sequence is used"),
    (lambda signal: by_lstsq(signal[-1:]), "Only one sequence is used"),
    (average, "You average the fits"),
    (lambda signal: by_lstsq(signal.mean(dim=0, keepdim=True)), "the mean of the sequences"),
    (lambda signal: by_lstsq(signal.transpose(0, 1)), "Time and batch are swapped"),
    (lambda signal: by_lstsq(signal)[:, None], "flatten it"),
    (lambda signal: by_lstsq(signal)[0], "wanted is (a, b) = (2,)"),
    (lambda signal: by_lstsq(signal)[0].item(), "Two numbers are wanted, (a, b); came"),
    (lambda signal: print(end=""), "came nothing (None)"),
    (lambda signal: (1.5, -0.5), "At index [0] came 1.5"),
    (lambda signal: lstsq_of_each(signal).solution, "Each sequence is fitted by itself"),
    (lambda signal: lstsq_of_each(signal).solution[:, :, 0], "Each sequence is fitted by itself"),
    (lstsq_of_each, "take its .solution"),
    (columns_as_rows, "Each equation is one row"),
    (centred_in_place, "changes `signal` in place"),
    (uneven, "must all run over the same t"),
    (square_only, "use torch.linalg.lstsq"),
    (same_column_twice, "is a column used twice?"),
    (lambda signal: by_lstsq(signal) @ torch.ones(2), "make your own tensors of that type"),
    (lambda: None, "It is called with (signal)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


@pytest.mark.parametrize(("n", "length"), [(3, 9), (1, 7), (2, 4)])
def test_misconceptions_are_told_apart(told_apart, n, length):
    signal = ar2._signal(n, length, 0.3)
    told_apart(ar2._specified(signal), ar2._wrong_equation(signal) | ar2._wrong_pooling(signal))


def test_without_noise_the_specification_is_the_formula():
    wanted = torch.tensor([2 * math.cos(ar2.STEP), -1], dtype=torch.float64)
    torch.testing.assert_close(ar2._specified(ar2._signal(2, 12, 0.0)), wanted, rtol=0, atol=1e-9)
