"""Check of 05-read-out: both ends of sequences of different length."""

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, expect_answer, seen_with
from course_utils.exercises.lesson05.material import both_ends, filled, normal, unlike

HIDDEN, LAYERS = 3, 2
CASES = ([2, 5, 1, 4], [4, 4], [3], [1])  # lengths: mixed, all the same, alone, one step
ONE_STEP = "There the backward half has read one step only: it ends at step 0."
EXPLANATIONS = {
    "only integer tensors of a single element": (
        "lengths holds one length for each sequence: pick with output[torch.arange(N), lengths - 1]."
    ),
    "Tensors must have same number of dimensions": (
        "output[:, lengths - 1] takes all the steps for every sequence: pair each with its own, "
        "output[torch.arange(N), lengths - 1]."
    ),
    "is out of bounds": "The last step of a sequence is lengths - 1: steps are counted from 0.",
    "not enough values to unpack": "output is (N, L, 2H); h_n is (D * num_layers, N, H).",
}


@exercise("05-read-out", takes=("output", "h_n", "lengths"), explanations=EXPLANATIONS)
def check_read_out(attempt: Attempt) -> None:
    """Compare with each sequence read by itself, without any padding."""
    for case in CASES:
        output, h_n, right = _run(case)
        lengths = torch.tensor(case)
        with seen_with(f"lengths {case} and {LAYERS} layers"):
            value = attempt(output, h_n, lengths)
            wrong = unlike(right, _wrong_steps(output, lengths) | _wrong_states(h_n))
            expect_answer(value, right, "(N, 2H)", wrong, _shapes(len(lengths), output.shape[1]))


@torch.no_grad()
def _run(lengths: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Return output and h_n of a packed batch, and the right answer from the sequences one by one."""
    layer = filled(nn.GRU(2, HIDDEN, LAYERS, batch_first=True, bidirectional=True), seed=1)
    inputs = normal(len(lengths), max(lengths), 2, seed=2)
    packed = pack_padded_sequence(inputs, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    output, h_n = layer(packed)
    alone = [layer(inputs[n : n + 1, :length])[1] for n, length in enumerate(lengths)]
    right = torch.cat([both_ends(state) for state in alone])
    return pad_packed_sequence(output, batch_first=True)[0], h_n, right


def _wrong_steps(output: Tensor, lengths: Tensor) -> Misconceptions:
    last = output[torch.arange(len(output)), lengths - 1]
    before = output[torch.arange(len(output)), (lengths - 2).clamp(min=0)]
    forward, backward = last[:, :HIDDEN], output[:, 0, HIDDEN:]
    valid = (torch.arange(output.shape[1]) < lengths[:, None])[:, :, None]
    return {
        f"This is output[:, -1]: for a shorter sequence that is padding. {ONE_STEP}": [output[:, -1]],
        "The forward half is read at the last step of the padded batch: each sequence ends at lengths - 1.": [
            torch.cat([output[:, -1, :HIDDEN], backward], dim=-1)
        ],
        f"Both halves are read at the last step of each sequence. {ONE_STEP}": [last],
        "Both halves are read at step 0, where the forward half has read one step only.": [output[:, 0]],
        "Each half is read where it begins: forward ends at lengths - 1, backward at step 0.": [
            torch.cat([output[:, 0, :HIDDEN], last[:, HIDDEN:]], dim=-1)
        ],
        "The forward half is read one step too early, at lengths - 2.": [
            torch.cat([before[:, :HIDDEN], backward], dim=-1)
        ],
        "The halves are swapped: forward comes first.": [torch.cat([backward, forward], dim=-1)],
        "This is the mean over time, padding included: wanted are both ends.": [output.mean(dim=1)],
        "This is the maximum over time: wanted are both ends.": [output.amax(dim=1)],
        "This is the mean over the valid steps: wanted are both ends.": [
            (output * valid).sum(dim=1) / lengths[:, None]
        ],
    }


def _wrong_states(h_n: Tensor) -> Misconceptions:
    return {
        "These are the states of layer 0: the top layer is h_n[-2] and h_n[-1].": [
            torch.cat([h_n[0], h_n[1]], dim=-1)
        ],
        "These are the backward states of two layers: the top layer is h_n[-2] and h_n[-1].": [
            torch.cat([h_n[1], h_n[-1]], dim=-1)
        ],
        "These are states of two layers: the top layer is h_n[-2] and h_n[-1].": [
            torch.cat([h_n[0], h_n[-1]], dim=-1)
        ],
        "view scrambles here: h_n is (D * num_layers, N, H), so take h_n[-2] and h_n[-1] and cat them.": [
            h_n[-2:].reshape(h_n.shape[1], -1)
        ],
    }


def _shapes(n: int, length: int) -> dict[tuple[int, ...], str]:
    return {
        (2 * n, HIDDEN): "You joined the halves in the batch: join their features, dim=-1.",
        (n, HIDDEN): "One half is missing: join both, torch.cat(..., dim=-1).",
        (n, n, 2 * HIDDEN): (
            "output[:, lengths - 1] takes all the steps for every sequence: pair each with its own, "
            "output[torch.arange(N), lengths - 1]."
        ),
        (n, n, HIDDEN): "Pair each sequence with its own length: output[torch.arange(N), lengths - 1].",
        (2, n, HIDDEN): "h_n is stacked: join the features of both states, torch.cat(..., dim=-1).",
        (n, 2 * LAYERS * HIDDEN): "These are the states of all layers: the top layer alone is wanted.",
        (n, length, 2 * HIDDEN): "This is still every step: wanted is one vector for each sequence.",
    }
