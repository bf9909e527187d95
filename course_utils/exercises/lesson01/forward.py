"""Check of 01-rnn-forward: the loop over all steps, in both layouts."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_answer,
    in_part,
    seen_with,
)

ARGUMENTS = ("inputs", "h_0", "weight_ih", "weight_hh", "bias_ih", "bias_hh", "batch_first")
SIZES = ((2, 5, 3, 4), (1, 5, 3, 4), (2, 1, 3, 4))  # N, L, H_in, H
UNLAYERED = "Take the layer out of h_0 first: h = h_0[0]."
JOINED = "torch.cat joins the states along an axis that they have: torch.stack makes a new one, for time."
STATE_AXES = "(1, N, H)"
LAYOUT = "With batch_first=True step t is inputs[:, t], otherwise inputs[t]."
ONE_LAYER = "The first axis of h_n is missing: it counts the layers, and stays when there is one."
NEVER_FOLLOWS = "States never follow batch_first: the layers stand first, then the batch."
EXPLANATIONS = {
    "cannot be multiplied": (
        "PyTorch stores weight_ih as (H, H_in): for a batch of inputs x the product is x @ weight_ih.T."
    ),
    "must match the size": f"{LAYOUT} The state of the only layer is h_0[0], (N, H).",
    "out of bounds": LAYOUT,
}


class Case(NamedTuple):
    """One call of the learner's function: its arguments, and what torch.nn answers."""

    arguments: tuple
    output: Tensor
    h_n: Tensor


@exercise("01-rnn-forward", takes=ARGUMENTS, explanations=EXPLANATIONS)
def check_rnn_forward(attempt: Attempt) -> None:
    """Compare with nn.RNN in both layouts: several sequences, one alone, one step alone."""
    for sizes in SIZES:
        for batch_first in (True, False):
            case = _case(*sizes, batch_first)
            shape = tuple(case.arguments[0].shape)
            with seen_with(f"batch_first={batch_first} and inputs of shape {shape}"):
                output, h_n = _pair(attempt(*case.arguments), case)
                _check_output(output, case)
                _check_state(h_n, case)


def _case(batch: int, length: int, input_size: int, hidden_size: int, batch_first: bool) -> Case:
    """Draw float64 numbers; no bias and no state is zero."""
    generator = torch.Generator().manual_seed(2)

    def draw(*shape: int) -> Tensor:
        return torch.randn(shape, dtype=torch.float64, generator=generator)

    inputs, h_0 = draw(batch, length, input_size), draw(1, batch, hidden_size)
    weights = [draw(hidden_size, width) for width in (input_size, hidden_size)]
    weights += [draw(hidden_size), draw(hidden_size)]
    if not batch_first:
        inputs = inputs.transpose(0, 1).contiguous()
    return Case((inputs, h_0, *weights, batch_first), *_answer(inputs, h_0, weights, batch_first))


@torch.no_grad()
def _answer(inputs: Tensor, h_0: Tensor, weights: list[Tensor], batch_first: bool) -> tuple[Tensor, Tensor]:
    hidden_size, input_size = weights[0].shape
    rnn = nn.RNN(input_size, hidden_size, batch_first=batch_first).double()
    for parameter, weight in zip(rnn.parameters(), weights, strict=True):
        parameter.copy_(weight)
    return rnn(inputs, h_0)


def _pair(value: object, case: Case) -> tuple[object, object]:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Mistake(f"Two tensors are wanted, (output, h_n), as nn.RNN returns; came {describe(value)}.")
    shapes = [tuple(getattr(part, "shape", ())) for part in value]
    if shapes == [tuple(case.h_n.shape), tuple(case.output.shape)] and shapes[0] != shapes[1]:
        raise Mistake("The two are swapped: output comes first, then h_n.")
    return value[0], value[1]


# --- output -------------------------------------------------------------------------------------------------


def _check_output(value: object, case: Case) -> None:
    batch_first = case.arguments[-1]
    axes = "(N, L, H)" if batch_first else "(L, N, H)"
    with in_part("output"):
        expect_answer(value, case.output, axes, _wrong_outputs(case), _output_shapes(case))


def _wrong_outputs(case: Case) -> Misconceptions:
    inputs, h_0, *weights, batch_first = case.arguments
    time = 1 if batch_first else 0
    steps = inputs.split(1, dim=time)
    alone = torch.cat([_answer(step, h_0, weights, batch_first)[0] for step in steps], dim=time)
    first = h_0[0].unsqueeze(time)  # as a step of the output
    before = torch.cat([first, case.output.narrow(time, 0, len(steps) - 1)], dim=time)
    from_zeros, _ = _answer(inputs, torch.zeros_like(h_0), weights, batch_first)
    backwards, _ = _answer(inputs.flip(time), h_0, weights, batch_first)
    return _wrong_steps(case) | {
        "tanh is missing: each step ends in it.": [_without_tanh(case)],
        "reshape cuts the states anew: transpose swaps batch and time.": [
            case.output.transpose(0, 1).reshape(case.output.shape)
        ],
        "The output follows batch_first as the inputs do: yours has batch and time swapped.": [
            case.output.transpose(0, 1)
        ],
        "h_0 is not used: the first step starts from it, not from zeros.": [from_zeros],
        "Every step starts from h_0: hand the new state on to the next step.": [alone],
        "These are the states before each step: store h after it was computed.": [before],
        "The steps are read from the last to the first.": [backwards, backwards.flip(time)],
        "The states are in reverse order: step 1 stands first.": [case.output.flip(time)],
        "Every step holds the last state: did you store the same tensor each time?": [
            case.output.narrow(time, len(steps) - 1, 1).expand_as(case.output)
        ],
    }


def _wrong_steps(case: Case) -> Misconceptions:
    """Return the outputs of steps that are not the step of 01-rnn-step."""
    inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first = case.arguments
    none = torch.zeros_like(bias_ih)
    wrong = {
        "weight_hh is not transposed: each step needs h @ weight_hh.T.": (weight_hh.T, bias_ih, bias_hh),
        "bias_hh is missing: each step adds both biases.": (weight_hh, bias_ih, none),
        "bias_ih is missing: each step adds both biases.": (weight_hh, none, bias_hh),
        "Both biases are missing: each step adds them.": (weight_hh, none, none),
    }
    return {
        sentence: [_answer(inputs, h_0, [weight_ih, *weights], batch_first)[0]]
        for sentence, weights in wrong.items()
    }


def _without_tanh(case: Case) -> Tensor:
    inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first = case.arguments
    time = 1 if batch_first else 0
    h, states = h_0[0], []
    for x in inputs.unbind(time):
        h = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
        states.append(h)
    return torch.stack(states, dim=time)


def _output_shapes(case: Case) -> dict[tuple[int, ...], str]:
    *_, batch_first = case.arguments
    first, second, hidden = case.output.shape
    batch, length = (first, second) if batch_first else (second, first)
    longer = (batch, length + 1, hidden) if batch_first else (length + 1, batch, hidden)
    return {
        (batch, hidden): "This is one state: output holds the state of every step.",
        longer: "h_0 is among the states: output holds the states after the steps.",
        (length, 1, batch, hidden): UNLAYERED,
        (1, length, batch, hidden): UNLAYERED,
        (1, batch, length, hidden): UNLAYERED,
        (length * batch, hidden): JOINED,
        (batch, length * hidden): JOINED,
        (second, first, hidden): "The output follows batch_first, as the inputs do.",
    }


# --- the state at the end -----------------------------------------------------------------------------------


def _check_state(value: object, case: Case) -> None:
    last = case.h_n
    _, batch, hidden = last.shape
    _, h_0, *_, batch_first = case.arguments
    time = 1 if batch_first else 0
    misconceptions = {
        ONE_LAYER: [last[0]],
        "This is h_0: wanted is the state after the last step.": [h_0],
        "This is the state after the first step: wanted is that after the last one.": [
            case.output.select(time, 0).unsqueeze(0)
        ],
    }
    shapes = {
        (batch, 1, hidden): NEVER_FOLLOWS,
        (1, case.output.shape[time], hidden): "These are the states of one sequence: h_n has those of all N.",
        tuple(case.output.shape): "These are the states of all steps: h_n is that of the last one.",
    }
    with in_part("h_n"):
        expect_answer(value, last, STATE_AXES, misconceptions, shapes)
