import numpy as np
import pytest
import torch

from course_utils.exercises.lesson00 import axes

MEAN, TURN = "00-mean-over-time", "00-time-first"


def mean_by_loop(batch):
    result = torch.zeros_like(batch[:, 0])
    for t in range(batch.shape[1]):
        result += batch[:, t]
    return result / batch.shape[1]


@pytest.mark.parametrize(
    "answer",
    [
        lambda batch: batch.mean(dim=1),
        lambda batch: batch.sum(1) / batch.size(1),
        lambda batch: torch.einsum("nlh->nh", batch) / batch.shape[1],
        lambda batch: torch.from_numpy(np.mean(batch.numpy(), axis=1)),
        mean_by_loop,
    ],
)
def test_right_means_pass(accepts, answer):
    accepts(MEAN, answer)


def halve_in_place(batch):
    batch /= batch.shape[1]
    return batch.sum(dim=1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda batch: batch.sum(dim=1), "This is the sum over time"),
        (lambda batch: batch[:, -1], "This is the last step"),
        (lambda batch: batch[:, 0], "This is the first step"),
        (lambda batch: batch.amax(dim=1), "largest value over time"),
        (lambda batch: batch.median(dim=1).values, "median"),
        (lambda batch: batch.mean(dim=0), "You averaged over the batch"),
        (lambda batch: batch.mean(dim=2), "You averaged over the features"),
        (lambda batch: batch.mean(dim=-1), "You averaged over the features"),
        (lambda batch: batch.mean(), "You averaged over everything"),
        (lambda batch: batch.mean(dim=1, keepdim=True), "keepdim=True"),
        (lambda batch: batch.mean(dim=1).squeeze(), "squeeze"),
        (lambda batch: batch.sum(dim=1) / len(batch), "the number of sequences"),
        (lambda batch: batch.sum(dim=1) / batch.shape[2], "the number of features"),
        (lambda batch: batch.sum(dim=1) / (batch.shape[1] - 1), "one step too few"),
        (lambda batch: batch.sum(dim=1) / 5, "a fixed number"),
        (lambda batch: batch.mean(dim=(0, 1)), "Two axes are gone"),
        (lambda batch: batch.mean(dim=(1, 2)), "Two axes are gone"),
        (lambda batch: batch.mean(dim=1).T, "Batch and features have changed places"),
        (lambda batch: batch.mean(dim=1).float(), "Leave the number type"),
        (lambda batch: batch.mean(dim=1) + 0.1, "came"),
        (lambda batch: batch - batch, "Time is still there"),
        (halve_in_place, "in place"),
    ],
)
def test_wrong_means_are_told_what_is_wrong(refuses, answer, words):
    refuses(MEAN, answer, words)


@pytest.mark.parametrize(
    "answer",
    [
        lambda batch: batch.transpose(0, 1),
        lambda batch: batch.permute(1, 0, 2),
        lambda batch: torch.einsum("nlh->lnh", batch),
        lambda batch: torch.stack(batch.unbind(1)),
        lambda batch: torch.from_numpy(batch.numpy().swapaxes(0, 1).copy()),
    ],
)
def test_right_turns_pass(accepts, answer):
    accepts(TURN, answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda batch: batch, "Nothing has moved"),
        (lambda batch: batch.view(batch.shape[1], batch.shape[0], -1), "scrambled"),
        (lambda batch: batch.reshape(batch.shape[1], batch.shape[0], -1), "scrambled"),
        (lambda batch: batch.transpose(1, 2), "You swapped time and features"),
        (lambda batch: batch.transpose(0, 2), "You swapped batch and features"),
        (lambda batch: batch.permute(2, 0, 1), "All three axes have moved"),
        (lambda batch: batch.permute(1, 2, 0), "All three axes have moved"),
        (lambda batch: batch.flatten(0, 1), "merged"),
        (lambda batch: batch.permute(1, 0), "permute names every axis"),
        (lambda batch: batch.transpose(0, 1).flip(0), "Time runs backwards"),
        (lambda batch: batch.transpose(0, 1).flip(1), "The sequences are in reverse order"),
        (lambda batch: batch.transpose(0, 1).float(), "Leave the number type"),
        (lambda batch: batch.transpose_(0, 1), "in place"),
        (lambda batch: batch.transpose(0, 1).numpy(), "numpy array"),
    ],
)
def test_wrong_turns_are_told_what_is_wrong(refuses, answer, words):
    refuses(TURN, answer, words)


def test_misconceptions_are_told_apart(told_apart):
    batch = axes._batch((2, 5, 3))
    told_apart(axes._mean(batch), axes._wrong_means(batch))
    told_apart(axes._turned(batch), axes._wrong_turns(batch))
