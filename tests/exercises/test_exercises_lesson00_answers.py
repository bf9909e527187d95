import pytest
import torch

from course_utils.exercises.lesson00 import answers

ID = "00-answer-per-row"


def by_loop(beliefs):
    result = torch.zeros(beliefs.shape[:2], dtype=torch.long)
    for n in range(beliefs.shape[0]):
        for t in range(beliefs.shape[1]):
            result[n, t] = int(torch.argmax(beliefs[n, t]))
    return result


@pytest.mark.parametrize(
    "answer",
    [
        lambda beliefs: beliefs.argmax(dim=-1),
        lambda beliefs: beliefs.max(dim=2).indices,
        lambda beliefs: beliefs.argmax(dim=-1).int(),
        lambda beliefs: beliefs.argsort(dim=-1)[..., -1],
        lambda beliefs: beliefs.topk(1).indices.squeeze(-1),
        lambda beliefs: beliefs.log().sort(dim=-1).indices[..., -1],
        lambda beliefs: torch.from_numpy(beliefs.numpy().argmax(axis=2)),
        by_loop,
    ],
)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda beliefs: beliefs.amax(dim=-1), "argmax instead of max"),
        (lambda beliefs: beliefs.max(dim=-1).values, "argmax instead of max"),
        (lambda beliefs: beliefs.argmin(dim=-1), "argmax instead of argmin"),
        (lambda beliefs: beliefs.argmax(dim=-1) + 1, "Classes count from 0"),
        (lambda beliefs: beliefs.argmax(dim=1), "over the rows"),
        (lambda beliefs: beliefs.argmax(dim=0), "over the images"),
        (lambda beliefs: beliefs[:, -1].argmax(dim=-1), "after the last row only"),
        (lambda beliefs: beliefs.argmax(), "all numbers together"),
        (lambda beliefs: (beliefs > 0.5).long().argmax(dim=-1), "one half is no condition"),
        (lambda beliefs: beliefs.flatten(0, 1).multinomial(1).view(beliefs.shape[:2]), "came"),
        (lambda beliefs: beliefs.max(dim=-1), "This is two tensors"),
        (lambda beliefs: beliefs.topk(1), "This is two tensors"),
        (lambda beliefs: beliefs.topk(1).indices, "An axis of size 1 is left"),
        (lambda beliefs: beliefs > 0.5, "still one number a class"),
        (lambda beliefs: beliefs.argmax(dim=-1, keepdim=True), "without keepdim=True"),
        (lambda beliefs: beliefs.round(), "still one number a class"),
        (lambda beliefs: beliefs.argmax(dim=-1).double(), "whole number"),
        (lambda beliefs: beliefs.argmax(dim=-1).tolist(), "a list of length"),
        (lambda beliefs: beliefs.argmax(dim=-1).squeeze(), "squeeze"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_misconceptions_are_told_apart(told_apart):
    beliefs = answers._beliefs((2, 5, 4))
    told_apart(answers._answers(beliefs), answers._wrong(beliefs))
    assert answers._answers(beliefs).unique().tolist() == [0, 1, 2, 3]
