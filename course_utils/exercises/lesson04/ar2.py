"""Check of 04-fit-ar2: two numbers that forecast, fitted by least squares."""

import math

import numpy as np
import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_answer,
    seen_with,
)

STEP = 0.35
AXES = "(a, b)"
EACH_BY_ITSELF = "Each sequence is fitted by itself: pool the equations of all and solve once."
EXPLANATIONS = {
    "singular": "The equations do not determine a and b: is a column used twice?",
    "must be square": "There are more equations than unknowns: torch.linalg.lstsq solves those, not solve.",
    "A must be batches of square": "There are more equations than unknowns: use torch.linalg.lstsq.",
    "same dtype": "The signal is float64: make tensors of your own of the same type.",
    "expected m1 and m2 to have the same dtype": "The signal is float64: make your own tensors of that type.",
    "incompatible": "Sides of different length: x[t+1], x[t] and x[t-1] must all run over the same t.",
    "Sizes of tensors must match": "x[t+1], x[t] and x[t-1] must all run over the same t: cut all three.",
    "should match other.size(-2)": (
        "Each equation is one row: columns (equations, 2) and targets (equations, 1), over the same t."
    ),
    "stack expects each tensor to be equal size": (
        "x[t+1], x[t] and x[t-1] must all run over the same t: cut all three."
    ),
}


@exercise("04-fit-ar2", takes=("signal",), explanations=EXPLANATIONS)
def check_fit_ar2(attempt: Attempt) -> None:
    """Compare with numpy's least squares: noisy sines, one sequence, the shortest, one without noise."""
    for n, length, noise in ((3, 9, 0.3), (1, 7, 0.3), (2, 4, 0.3), (2, 12, 0.0)):
        signal = _signal(n, length, noise)
        with seen_with(f"a {'noisy ' if noise else ''}signal of shape {tuple(signal.shape)}"):
            value = attempt(signal)
            misconceptions = _wrong_equation(signal) | _wrong_pooling(signal) if noise else {}
            shapes = dict.fromkeys([(n, 2), (n, 2, 1)], EACH_BY_ITSELF)
            expect_answer(_two_numbers(value), _specified(signal), AXES, misconceptions, shapes)


def _signal(n: int, length: int, noise: float) -> Tensor:
    """Draw sines of different heights, not around zero where there is noise, so that an intercept shows."""
    generator = torch.Generator().manual_seed(n + length)
    phases = 6 * torch.rand(n, 1, dtype=torch.float64, generator=generator)
    waves = torch.sin(phases + STEP * torch.arange(length, dtype=torch.float64))
    waves = waves * torch.arange(1, n + 1, dtype=torch.float64)[:, None]
    added = noise * (1 + torch.randn(n, length, dtype=torch.float64, generator=generator))
    return (waves + added)[:, :, None]


def _two_numbers(value: object) -> Tensor:
    """Return (2,) from a tensor, an array or a pair of numbers."""
    if isinstance(value, Tensor | np.ndarray) and tuple(value.shape) in ((2, 1), (1, 2), (1, 2, 1)):
        raise Mistake(f"Two numbers in one dimension are wanted, (2,); came {describe(value)}: flatten it.")
    if hasattr(value, "solution"):
        raise Mistake("lstsq returns several things: take its .solution, and flatten it.")
    if isinstance(value, np.ndarray):
        value = torch.from_numpy(value)
    if isinstance(value, tuple | list) and len(value) == 2:
        return torch.stack([torch.as_tensor(number, dtype=torch.float64).detach() for number in value])
    if not isinstance(value, Tensor):
        raise Mistake(f"Two numbers are wanted, (a, b); came {describe(value)}.")
    return value.double()


def _solve(columns: list[np.ndarray], targets: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(np.stack(columns, axis=-1), targets)[0]


def _parts(signal: Tensor) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x[t+1], x[t] and x[t-1] for every t of every sequence."""
    x = signal[:, :, 0].numpy()
    return x[:, 2:].ravel(), x[:, 1:-1].ravel(), x[:, :-2].ravel()


def _specified(signal: Tensor) -> Tensor:
    after, now, before = _parts(signal)
    return torch.from_numpy(_solve([now, before], after))


def _wrong_equation(signal: Tensor) -> Misconceptions:
    """Another equation is fitted than x[t+1] = a x[t] + b x[t-1]."""
    after, now, before = _parts(signal)
    a, b = _specified(signal).tolist()
    intercept = _solve([now, before, np.ones_like(now)], after)
    ridge = np.stack([now, before], axis=-1)
    ridge = np.linalg.solve(ridge.T @ ridge + np.eye(2), ridge.T @ after)
    return {
        "The two numbers are swapped: a belongs to x[t], b to x[t-1].": [[b, a]],
        "The sign of b is turned: it is + b x[t-1], and b itself is negative.": [[a, -b]],
        "Time runs backwards: you forecast x[t-1] from x[t] and x[t+1].": [
            _solve([now, after], before),
            _solve([after, now], before),
        ],
        "You fit the value in the middle, x[t], from its two neighbours.": [
            _solve([after, before], now),
            _solve([before, after], now),
        ],
        "You fit a constant as well: the equation has a and b only.": [intercept[:2], intercept],
        "This is the formula of a clean sine: wanted are the two numbers that fit this signal best.": [
            [2 * math.cos(STEP), -1]
        ],
        "Only x[t] is used, and b is 0: fit both together.": [[*_solve([now], after), 0.0]],
        "a and b are fitted one after the other, each alone: fit both together.": [
            [*_solve([now], after), *_solve([before], after)],
            [*_solve([now], after), *_solve([before], after - now * _solve([now], after))],
        ],
        "This is a ridge regression, which pulls both numbers towards 0: wanted is plain least squares.": [
            ridge
        ],
    }


def _wrong_pooling(signal: Tensor) -> Misconceptions:
    """The right equation, but not over every t of every sequence and nothing else."""
    if len(signal) == 1:
        return {}
    each = [_specified(sequence[None]).numpy() for sequence in signal]
    joined = _specified(signal.reshape(1, -1, 1))
    return {
        "The sequences are joined end to end, so some equations mix two of them: cut out x[t+1], x[t] and "
        "x[t-1] within each sequence.": [joined],
        "Only one sequence is used: pool the equations of all.": [each[0], each[-1]],
        "You average the fits of the sequences: pool all equations and solve once.": [np.mean(each, axis=0)],
        "You fit the mean of the sequences: pool all equations and solve once.": [
            _specified(signal.mean(dim=0, keepdim=True))
        ],
        "Time and batch are swapped: time is the second axis of (N, L, 1).": (
            [_specified(signal.transpose(0, 1))] if len(signal) > 2 else []
        ),
    }
