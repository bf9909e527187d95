import pytest
import torch

from course_utils.exercises import run_check
from course_utils.exercises.lesson05 import read_out

ID = "05-read-out"


def from_the_states(output, h_n, lengths):
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)


def from_the_output(output, h_n, lengths):
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([forward[torch.arange(len(output)), lengths - 1], backward[:, 0]], dim=-1)


def by_loop(output, h_n, lengths):
    half = output.shape[2] // 2
    rows = [
        torch.cat((sequence[length - 1, :half], sequence[0, half:]))
        for sequence, length in zip(output, lengths.tolist(), strict=True)
    ]
    return torch.stack(rows)


def by_gather(output, h_n, lengths):
    n, _, width = output.shape
    index = (lengths - 1)[:, None, None].expand(n, 1, width)
    last = output.gather(1, index).squeeze(1)
    return torch.where(torch.arange(width) < width // 2, last, output[:, 0])


@pytest.mark.parametrize("answer", [from_the_states, from_the_output, by_loop, by_gather])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def last_valid(output, h_n, lengths):
    return output[torch.arange(len(output)), lengths - 1]


def padded_forward(output, h_n, lengths):
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([forward[:, -1], backward[:, 0]], dim=-1)


def one_too_early(output, h_n, lengths):
    forward, backward = output.chunk(2, dim=-1)
    places = (lengths - 2).clamp(min=0)
    return torch.cat([forward[torch.arange(len(output)), places], backward[:, 0]], dim=-1)


def each_begins(output, h_n, lengths):
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([forward[:, 0], backward[torch.arange(len(output)), lengths - 1]], dim=-1)


def every_end(output, h_n, lengths):
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([forward[:, lengths - 1], backward[:, 0]], dim=-1)


def one_too_late(output, h_n, lengths):
    return output[torch.arange(len(output)), lengths]


def zeroed(output, h_n, lengths):
    result = from_the_states(output, h_n, lengths)
    output.zero_()
    return result


WRONG = (
    (lambda output, h_n, lengths: output[:, -1], "This is output[:, -1]"),
    (lambda output, h_n, lengths: output[:, 0], "Both halves are read at step 0"),
    (last_valid, "Both halves are read at the last step of each sequence"),
    (padded_forward, "The forward half is read at the last step of the padded batch"),
    (each_begins, "Each half is read where it begins"),
    (lambda output, h_n, lengths: torch.cat([h_n[0], h_n[-1]], -1), "These are states of two layers"),
    (lambda output, h_n, lengths: output.amax(1), "This is the maximum over time"),
    (lambda output, h_n, lengths: torch.cat([h_n[-2], h_n[-1]]), "You joined the halves in the batch"),
    (every_end, "pair each with its own"),
    (one_too_early, "one step too early"),
    (one_too_late, "The last step of a sequence is lengths - 1"),
    (lambda output, h_n, lengths: torch.cat([h_n[-1], h_n[-2]], -1), "The halves are swapped"),
    (lambda output, h_n, lengths: torch.cat([h_n[0], h_n[1]], -1), "These are the states of layer 0"),
    (lambda output, h_n, lengths: torch.cat([h_n[1], h_n[3]], -1), "the backward states of two layers"),
    (lambda output, h_n, lengths: h_n[-2:].reshape(len(output), -1), "view scrambles here"),
    (lambda output, h_n, lengths: output.mean(1), "mean over time, padding included"),
    (lambda output, h_n, lengths: output.sum(1) / lengths[:, None], "mean over the valid steps"),
    (lambda output, h_n, lengths: h_n[-1], "One half is missing"),
    (lambda output, h_n, lengths: h_n[-2:], "h_n is stacked"),
    (lambda output, h_n, lengths: output[:, lengths - 1], "pair each with its own"),
    (lambda output, h_n, lengths: h_n.transpose(0, 1).flatten(1), "the states of all layers"),
    (lambda output, h_n, lengths: output, "This is still every step"),
    (lambda output, h_n, lengths: [output[n, lengths] for n in range(3)], "came a list of length 3"),
    (zeroed, "changes `output` in place"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_the_stub_is_not_attempted():
    def stub(output, h_n, lengths):
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"


def test_misconceptions_are_told_apart(told_apart):
    output, h_n, right = read_out._run(read_out.CASES[0])
    lengths = torch.tensor(read_out.CASES[0])
    told_apart(right, read_out._wrong_steps(output, lengths) | read_out._wrong_states(h_n))
