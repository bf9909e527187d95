"""Check of 05-bidirectional-from-two: a bidirectional layer made of two one-way layers."""

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, Mistake, describe, expect_answer, seen_with
from course_utils.exercises.lesson05.material import filled, normal, unlike

SIZES = ((2, 5, 3, 4), (1, 4, 2, 3), (3, 1, 5, 2))  # N, L, H_in, H
STACKED = "The two directions are not stacked: both read the inputs, neither reads the other's output."
EXPLANATIONS = {
    "input.size(-1) must be equal to input_size": STACKED,
    "Expected input": STACKED,
    "step must be greater than zero": "torch cannot slice backwards: inputs.flip(1) turns time around.",
    "not enough values to unpack": "A layer returns two things: output and h_n.",
    "'tuple' object has no attribute": "A layer returns two things, (output, h_n): take them apart first.",
}
NOT_FLIPPED_BACK = (
    "The backward layer read the flipped inputs, so its output is in its own order, last step first. "
    "Flip it back, so that step t of both halves stands at t."
)
FORWARDS = "Both layers read forwards: give the second one inputs.flip(1); time is dimension 1."
H_N_STACKED = "h_n is stacked, not concatenated: forward in h_n[0], backward in h_n[1], (2, N, H)."


@exercise("05-bidirectional-from-two", takes=("forward", "backward", "inputs"), explanations=EXPLANATIONS)
def check_bidirectional_from_two(attempt: Attempt) -> None:
    """Compare with a bidirectional nn.GRU that has the weights of both layers."""
    for sizes in SIZES:
        n, length, _, hidden = sizes
        forward, backward, inputs = _arguments(*sizes)
        wanted_output, wanted_h_n = _specified(forward, backward, inputs)
        situation = "N = {}, L = {}, H_in = {} and H = {}".format(*sizes)
        with seen_with(situation):
            output, h_n = _pair(attempt(forward, backward, inputs))
        with seen_with(f"output for {situation}"):
            wrong = _wrong_outputs(forward, backward, inputs, wanted_output)
            expect_answer(output, wanted_output, "(N, L, 2H)", wrong, _output_shapes(n, length, hidden))
        with seen_with(f"h_n for {situation}"):
            wrong = _wrong_states(wanted_output, wanted_h_n)
            expect_answer(h_n, wanted_h_n, "(2, N, H)", wrong, _state_shapes(n, hidden))


def _arguments(n: int, length: int, input_size: int, hidden_size: int) -> tuple[nn.GRU, nn.GRU, Tensor]:
    layers = (filled(nn.GRU(input_size, hidden_size, batch_first=True), seed) for seed in (1, 2))
    return *layers, normal(n, length, input_size, seed=3)


def _specified(forward: nn.GRU, backward: nn.GRU, inputs: Tensor) -> tuple[Tensor, Tensor]:
    both = nn.GRU(forward.input_size, forward.hidden_size, batch_first=True, bidirectional=True).double()
    reverse = {f"{name}_reverse": weight for name, weight in backward.state_dict().items()}
    both.load_state_dict(forward.state_dict() | reverse)
    with torch.no_grad():
        return both(inputs)


def _pair(value: object) -> tuple[object, object]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Mistake(f"Two things are wanted, (output, h_n); came {describe(value)}.")
    return tuple(value)


def _wrong_outputs(forward: nn.GRU, backward: nn.GRU, inputs: Tensor, right: Tensor) -> Misconceptions:
    ahead, back = right.chunk(2, dim=-1)
    wrong = _wrong_readings(forward, backward, inputs, ahead, back) | {
        "The halves are swapped: forward comes first.": [torch.cat([back, ahead], dim=-1)],
        "The halves are added: they stand side by side, torch.cat(..., dim=-1).": [ahead + back],
        "The halves are averaged: they stand side by side, torch.cat(..., dim=-1).": [(ahead + back) / 2],
        "The numbers of both halves alternate: each half stays in one piece.": [
            torch.stack([ahead, back], dim=-1).flatten(2)
        ],
    }
    return unlike(right, wrong)


@torch.no_grad()
def _wrong_readings(
    forward: nn.GRU, backward: nn.GRU, inputs: Tensor, ahead: Tensor, back: Tensor
) -> Misconceptions:
    """The forward half is right; the second layer read something else, or its output is in another order."""

    def with_back(other: Tensor) -> Tensor:
        return torch.cat([ahead, other], dim=-1)

    both_forwards = backward(inputs)[0]
    return {
        NOT_FLIPPED_BACK: [with_back(back.flip(1))],
        FORWARDS: [with_back(both_forwards)],
        "You flip the output, but the second layer read forwards: flip its inputs as well.": [
            with_back(both_forwards.flip(1))
        ],
        "You flipped the batch: time is dimension 1 here.": [
            with_back(backward(inputs.flip(0))[0]),
            with_back(backward(inputs.flip(0))[0].flip(1)),
        ],
        "The second layer starts from the first one's state: each direction starts from zeros.": [
            with_back(backward(inputs.flip(1), forward(inputs)[1])[0].flip(1))
        ],
        "You flipped the features: time is dimension 1.": [
            with_back(backward(inputs.flip(2))[0]),
            with_back(backward(inputs.flip(2))[0].flip(2)),
        ],
        "Both halves come from the first layer: the second has weights of its own.": [
            with_back(forward(inputs.flip(1))[0].flip(1))
        ],
    }


def _wrong_states(output: Tensor, h_n: Tensor) -> Misconceptions:
    ahead, back = output.chunk(2, dim=-1)
    wrong = {
        "The two states are swapped: forward is h_n[0].": [h_n.flip(0)],
        "h_n[1] is output[:, -1, H:], where the backward layer has read one step only; it ends at step 0.": [
            torch.stack([ahead[:, -1], back[:, -1]])
        ],
        "h_n[0] is output[:, 0, :H], where the forward layer has read one step only; it ends at the last.": [
            torch.stack([ahead[:, 0], back[:, 0]])
        ],
        "Each direction ends where it began here: forward ends at the last step, backward at step 0.": [
            torch.stack([ahead[:, 0], back[:, -1]])
        ],
        "Both states are those of the forward layer.": [torch.stack([h_n[0], h_n[0]])],
        H_N_STACKED: [torch.cat([h_n[0], h_n[1]], dim=-1), torch.cat([h_n[0], h_n[1]], dim=-1)[None]],
        "The batch stands first: states never follow batch_first.": [h_n.transpose(0, 1)],
    }
    return unlike(h_n, wrong)


def _output_shapes(n: int, length: int, hidden: int) -> dict[tuple[int, ...], str]:
    return {
        (n, length, hidden): "One half is missing: both stand side by side, torch.cat(..., dim=-1).",
        (n, 2 * length, hidden): "You joined the halves in time: join their features, dim=-1.",
        (2 * n, length, hidden): "You joined the halves in the batch: join their features, dim=-1.",
        (2, n, length, hidden): "You stacked the halves: join their features, torch.cat(..., dim=-1).",
        (length, n, 2 * hidden): "Time stands first: the layers have batch_first=True.",
    }


def _state_shapes(n: int, hidden: int) -> dict[tuple[int, ...], str]:
    return {
        (1, n, hidden): "One state is missing: there are two, one a direction.",
        (2, 1, n, hidden): "Each layer's h_n is (1, N, H): join them on that dimension, torch.cat.",
        (n, 2 * hidden): H_N_STACKED,
        (1, n, 2 * hidden): H_N_STACKED,
    }
