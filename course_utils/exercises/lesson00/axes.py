"""Checks of 00-mean-over-time and 00-time-first: which axis of a batch is time."""

import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, expect_answer, seen_with

TWO_GONE = "Two axes are gone: only time goes, which is dimension 1."
SHAPES = ((2, 5, 3), (1, 5, 3), (2, 1, 3))
REMEDY = "Leave the number type as it comes."
SCRAMBLED = (
    "The shape is right, but the numbers are scrambled: view and reshape cut the same string of numbers "
    "anew; transpose(0, 1) swaps the axes."
)
EXPLANATIONS = {
    "does not match the length": "permute names every axis in its new order: here these are three numbers.",
}
WIDTH_AS_TIME = "You swapped time and features: dimension 0 is the batch, 1 is time, 2 holds the features."


def _batch(shape: tuple[int, int, int]) -> Tensor:
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, dtype=torch.float64, generator=generator)


@exercise("00-mean-over-time", takes=("batch",))
def check_mean_over_time(attempt: Attempt) -> None:
    """Compare with a sum over time steps on a batch, one sequence, one step."""
    for shape in SHAPES:
        batch = _batch(shape)
        with seen_with(f"a batch of shape {shape}"):
            value = attempt(batch)
            expect_answer(value, _mean(batch), "(N, H_in)", _wrong_means(batch), _mean_shapes(shape), REMEDY)


def _mean(batch: Tensor) -> Tensor:
    return sum(batch[:, step] for step in range(batch.shape[1])) / batch.shape[1]


def _wrong_means(batch: Tensor) -> Misconceptions:
    right, (n, steps, width) = _mean(batch), batch.shape
    total = right * steps
    return {
        "This is the sum over time: divide by the number of steps.": [total],
        "You divided by the number of sequences, which is len(batch): steps are batch.shape[1].": [total / n],
        "You divided by the number of features: divide by the number of steps, batch.shape[1].": [
            total / width
        ],
        "You divided by one step too few.": [total / max(steps - 1, 1)],
        "You divided by a fixed number: take the number of steps from the batch that came.": (
            [total / SHAPES[0][1]] if steps == 1 else []
        ),
        "This is the last step, not the mean over all steps.": [batch[:, -1]],
        "This is the first step, not the mean over all steps.": [batch[:, 0]],
        "This is the largest value over time, not the mean.": [batch.amax(dim=1)],
        "This is the median over time, not the mean.": [batch.median(dim=1).values],
        "You averaged over the batch: dimension 0 counts sequences, dimension 1 is time.": [
            batch.mean(dim=0)
        ],
        "You averaged over the features: the last dimension holds them, dimension 1 is time.": [
            batch.mean(dim=2)
        ],
        "You averaged over everything: only dimension 1 is time.": [batch.mean()],
    }


def _mean_shapes(shape: tuple[int, int, int]) -> dict[tuple[int, ...], str]:
    n, steps, width = shape
    return {
        (n, 1, width): "keepdim=True keeps a time axis of size 1: there is no time left after the mean.",
        (steps, width): "The batch is gone: dimension 0 counts sequences, dimension 1 is time.",
        (width,): TWO_GONE,
        (n,): TWO_GONE,
        (width, n): "Batch and features have changed places: the batch stays first.",
        (n, steps): "The features are gone: the last dimension holds them, dimension 1 is time.",
        (n, steps, width): "Time is still there: the mean over dimension 1 takes it away.",
        (): "Everything is averaged into one number: only dimension 1 is time.",
    }


@exercise("00-time-first", takes=("batch",), explanations=EXPLANATIONS)
def check_time_first(attempt: Attempt) -> None:
    """Compare with taking every step of every sequence by hand on a batch, one sequence, one step."""
    for shape in SHAPES:
        batch = _batch(shape)
        n, steps, width = shape
        wrong_shapes = {
            shape: "Nothing has moved: time must come first, then the batch.",
            (n, width, steps): WIDTH_AS_TIME,
            (width, steps, n): "You swapped batch and features: swap batch and time.",
            (width, n, steps): "All three axes have moved: only batch and time change places.",
            (steps, width, n): "All three axes have moved: only batch and time change places.",
            (n * steps, width): "Batch and time are merged into one dimension: keep them apart.",
        }
        with seen_with(f"a batch of shape {shape}"):
            value = attempt(batch)
            expect_answer(value, _turned(batch), "(L, N, H_in)", _wrong_turns(batch), wrong_shapes, REMEDY)


def _turned(batch: Tensor) -> Tensor:
    return torch.stack([batch[:, step] for step in range(batch.shape[1])])


def _wrong_turns(batch: Tensor) -> Misconceptions:
    n, steps, width = batch.shape
    return {
        SCRAMBLED: [batch.reshape(steps, n, width)],
        "Time runs backwards: step 0 stays first.": [_turned(batch).flip(0)],
        "The sequences are in reverse order: sequence 0 stays first.": [_turned(batch).flip(1)],
    }
