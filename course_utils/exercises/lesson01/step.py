"""Check of 01-rnn-step: one step of a plain RNN for a batch."""

from typing import NamedTuple

import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, expect_answer, seen_with

AXES = "(N, H)"
ARGUMENTS = ("x", "h", "weight_ih", "weight_hh", "bias_ih", "bias_hh")
SIZES = ((2, 3, 4), (1, 3, 4), (5, 2, 1))  # N, H_in, H
REMEDY = "Keep the number type of the arguments."
EXPLANATIONS = {
    "cannot be multiplied": (
        "PyTorch stores weight_ih as (H, H_in), one row a unit: for a batch x (N, H_in) the product is "
        "x @ weight_ih.T, and the same with h and weight_hh."
    ),
    "must match the size": (
        "All terms of your sum must be (N, H): x @ weight_ih.T and h @ weight_hh.T are; weight_ih @ x.T has "
        "the sequences in columns, and * multiplies number by number."
    ),
    "converted to Python scalars": "math.tanh takes one number, torch.tanh a tensor.",
    "Size does not match": "Look at the shapes of your product: * multiplies number by number, @ is W x.",
}


class StepArguments(NamedTuple):
    """What the learner's function is called with, in order."""

    x: Tensor
    h: Tensor
    weight_ih: Tensor
    weight_hh: Tensor
    bias_ih: Tensor
    bias_hh: Tensor


@exercise("01-rnn-step", takes=ARGUMENTS, explanations=EXPLANATIONS)
def check_rnn_step(attempt: Attempt) -> None:
    """Compare with torch's own cell: several sequences, one alone, one unit alone."""
    for batch, input_size, hidden_size in SIZES:
        arguments = _arguments(batch, input_size, hidden_size)
        with seen_with(f"N = {batch}, H_in = {input_size}, H = {hidden_size}"):
            value = attempt(*arguments)
            causes = {
                (hidden_size, batch): "You have one column a sequence; wanted is one row.",
                (hidden_size,): "This is one sequence: wanted are the new states of all N.",
            }
            expect_answer(value, torch.rnn_tanh_cell(*arguments), AXES, _wrong(arguments), causes, REMEDY)


def _arguments(batch: int, input_size: int, hidden_size: int) -> StepArguments:
    """Draw float64 numbers; no bias and no state is zero."""
    generator = torch.Generator().manual_seed(1)
    shapes = (
        (batch, input_size),
        (batch, hidden_size),
        (hidden_size, input_size),
        (hidden_size, hidden_size),
        (hidden_size,),
        (hidden_size,),
    )
    return StepArguments(*(torch.randn(shape, dtype=torch.float64, generator=generator) for shape in shapes))


def _wrong(arguments: StepArguments) -> Misconceptions:
    x, h, weight_ih, weight_hh, bias_ih, bias_hh = arguments
    from_input, from_state = x @ weight_ih.T, h @ weight_hh.T
    bias, total = bias_ih + bias_hh, from_input + from_state + bias_ih + bias_hh
    wrong = {
        "weight_hh is not transposed: h @ weight_hh runs, as the matrix is square, but wanted is "
        "h @ weight_hh.T.": [torch.tanh(from_input + h @ weight_hh + bias)],
        "weight_ih is cut anew by view or reshape: weight_ih.T swaps its axes.": [
            torch.tanh(total - from_input + x @ weight_ih.reshape(weight_ih.shape[::-1]))
        ],
        "The old state is not used: without weight_hh and h there is no memory.": [
            torch.tanh(from_input + bias),
            torch.tanh(from_input + bias_ih),
        ],
        "The input is not used: x @ weight_ih.T is missing.": [
            torch.tanh(from_state + bias),
            torch.tanh(from_state + bias_hh),
        ],
        "The old state is added as it is: it goes through weight_hh first.": [
            torch.tanh(from_input + h + bias),
            torch.tanh(from_input + bias) + h,
        ],
        "The old state is added to the new one: it enters once, inside tanh.": [torch.tanh(total) + h],
    }
    return wrong | _other_squash(total) | _other_biases(total, bias_ih, bias_hh) | _two_sums(arguments)


def _two_sums(arguments: StepArguments) -> Misconceptions:
    """Return what comes of taking input and state through tanh apart from each other."""
    x, h, weight_ih, weight_hh, bias_ih, bias_hh = arguments
    from_input, from_state = x @ weight_ih.T + bias_ih, h @ weight_hh.T + bias_hh
    return {
        "The old state is multiplied by weight_hh outside of tanh: the sum of all comes first, then tanh.": [
            torch.tanh(from_input) + from_state,
            torch.tanh(from_input + bias_hh) + from_state - bias_hh,
        ],
        "Input and state go through a tanh of their own: there is one, around the whole sum.": [
            torch.tanh(from_input) + torch.tanh(from_state)
        ],
    }


def _other_biases(total: Tensor, bias_ih: Tensor, bias_hh: Tensor) -> Misconceptions:
    without = total - bias_ih - bias_hh
    return {
        "bias_hh is missing: PyTorch adds both biases.": [torch.tanh(total - bias_hh)],
        "bias_ih is missing: PyTorch adds both biases.": [torch.tanh(total - bias_ih)],
        "Both biases are missing.": [torch.tanh(without)],
        "One bias is added twice: there are two, bias_ih and bias_hh.": [
            torch.tanh(without + 2 * bias_ih),
            torch.tanh(without + 2 * bias_hh),
        ],
        "The biases are added outside of tanh: the sum of all comes first, then tanh.": [
            torch.tanh(without) + bias_ih + bias_hh
        ],
    }


def _other_squash(total: Tensor) -> Misconceptions:
    return {
        "tanh is missing around the sum.": [total],
        "This is a sigmoid of the sum: wanted is tanh.": [torch.sigmoid(total)],
        "This is a ReLU of the sum: wanted is tanh.": [torch.relu(total)],
        "tanh is applied twice.": [torch.tanh(torch.tanh(total))],
    }
