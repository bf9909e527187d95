"""Check of 05-repair-birnn: the forward pass of a much-copied bidirectional classifier, repaired."""

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    expect_answer,
    is_close,
    seen_with,
)
from course_utils.exercises.guards import ModuleState, expect_module_unchanged
from course_utils.exercises.lesson05.material import both_ends, filled, normal, unlike

HIDDEN, CLASSES = 4, 6
CASES = ((2, 5, 3, 1), (3, 7, 2, 2), (1, 4, 5, 3), (2, 1, 3, 2))  # N, L, H_in, num_layers
SOFTMAX = "There is still a softmax: cross-entropy contains one, so return the logits."
EXPLANATIONS = {
    "Expected hidden[0] size": (
        "There are two states a layer, D * num_layers in all. Without any, the layer takes zeros itself: "
        "rnn(rows)."
    ),
    "hx and cx should also be 3-D": "An LSTM has two states, (h_0, c_0). Or pass none: rnn(rows).",
    "mat1 and mat2 shapes cannot be multiplied": "The head reads both halves side by side: 2H numbers.",
    "not have the same dtype": "States made by hand need the type and device of the rows: leave them out.",
    "must have the same dtype": "States made by hand need the type and device of the rows: leave them out.",
}


@exercise("05-repair-birnn", takes=("rnn", "head", "rows"), explanations=EXPLANATIONS)
def check_repair_birnn(attempt: Attempt) -> None:
    """Compare with the head of both final states of the top layer, for one, two and three layers."""
    for case in CASES:
        rnn, head, rows = _arguments(*case)
        right, wrong = _specified(rnn, head, rows)
        before = [ModuleState.of(module) for module in (rnn, head)]
        with seen_with("N = {}, L = {}, H_in = {} and {} layer(s)".format(*case)):
            value = attempt(rnn, head, rows)
            expect_answer(value, right, "(N, classes)", wrong, _shapes(*case[:2]))
            if not value.requires_grad:
                raise Mistake(
                    "The logits carry no gradient, so nothing could be trained: no torch.no_grad()."
                )
            for module, state in zip((rnn, head), before, strict=True):
                expect_module_unchanged(module, state)


def _arguments(n: int, length: int, input_size: int, num_layers: int) -> tuple[nn.LSTM, nn.Linear, Tensor]:
    rnn = filled(nn.LSTM(input_size, HIDDEN, num_layers, batch_first=True, bidirectional=True), seed=1)
    return rnn, filled(nn.Linear(2 * HIDDEN, CLASSES), seed=2), normal(n, length, input_size, seed=3)


@torch.no_grad()
def _specified(rnn: nn.LSTM, head: nn.Linear, rows: Tensor) -> tuple[Tensor, Misconceptions]:
    """Return the right logits, and the answers of wrong ideas."""
    output, (h_n, c_n) = rnn(rows)
    right = head(both_ends(h_n))
    wrong = {
        SOFTMAX: [right.softmax(dim=-1), right.log_softmax(dim=-1)],
        "There is a sigmoid: cross-entropy contains a softmax, so return the logits.": [right.sigmoid()],
    }
    for sentence, read in _wrong_read_outs(output, h_n, c_n).items():
        logits = head(read)
        wrong[sentence] = [logits]
        if not is_close(logits, right):
            wrong[f"{sentence} And more: {SOFTMAX}"] = [logits.softmax(dim=-1), logits.log_softmax(dim=-1)]
    return right, unlike(right, wrong)


def _wrong_read_outs(output: Tensor, h_n: Tensor, c_n: Tensor) -> dict[str, Tensor]:
    forward, backward = output.chunk(2, dim=-1)
    return {
        "This still reads output[:, -1]: there the backward half of the top layer has made one step only.": (
            output[:, -1]
        ),
        "This reads output[:, 0]: there the forward half of the top layer has made one step only.": (
            output[:, 0]
        ),
        "Each half is read where it begins: forward ends at the last step, backward at step 0.": torch.cat(
            [forward[:, 0], backward[:, -1]], dim=-1
        ),
        "The halves are swapped: forward comes first.": torch.cat([h_n[-1], h_n[-2]], dim=-1),
        "These are the states of layer 0: the top layer is h_n[-2] and h_n[-1].": both_ends(h_n[:2]),
        "This reads c_n: the head is meant for h_n.": both_ends(c_n),
        "view scrambles here: h_n is (D * num_layers, N, H), so take h_n[-2] and h_n[-1] and cat them.": (
            h_n[-2:].reshape(len(output), -1)
        ),
        "This is the mean over time: a fair read-out, but both ends are asked for here.": output.mean(dim=1),
        "This is the maximum over time: a fair read-out, but both ends are asked for.": output.amax(dim=1),
    }


def _shapes(n: int, length: int) -> dict[tuple[int, ...], str]:
    return {
        (n, length, CLASSES): "These are logits for every step: read out first, then apply the head.",
        (n, 2 * HIDDEN): "This is the read-out: the head comes after it.",
        (n,): "This is a class: return the logits, from which the loss is computed.",
    }
