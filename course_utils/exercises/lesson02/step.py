"""Check of 02-lstm-step: one step of an LSTM for a batch, with the weights as torch stores them."""

from itertools import permutations

import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_answer,
    expect_no_misconception,
    expect_tensor,
    seen_with,
)
from course_utils.shapes import GATE_ORDER

TAKES = ("x", "h", "c", "weight_ih", "weight_hh", "bias_ih", "bias_hh")
ORDER = GATE_ORDER["lstm"]
AXES = "(N, H)"
SIZES = ((2, 3, 4), (1, 5, 2), (3, 2, 1))  # N, H_in, H: pairwise different, one sequence, one unit
EXPLANATIONS = {
    "mat1 and mat2 shapes cannot be multiplied": (
        "The weights are stored as (rows, columns) = (4H, H_in): for a batch write x @ weight_ih.T."
    ),
    "must match the size of tensor": "Split along the last dimension, chunk(4, dim=-1): the first one is N.",
    "too many values to unpack": "chunk(4, dim=-1) gives the four gates; the first dimension is N.",
    "not enough values to unpack": "chunk(4, dim=-1) gives the four gates; the first dimension is N.",
}


@exercise("02-lstm-step", takes=TAKES, explanations=EXPLANATIONS)
def check_lstm_step(attempt: Attempt) -> None:
    """Compare with torch.lstm_cell for several sizes, states and biases that are not zero."""
    for sizes in SIZES:
        arguments = _arguments(*sizes)
        with seen_with("N = {}, H_in = {}, H = {}".format(*sizes)):
            came, wanted = _pair(attempt(*arguments)), _specified(*arguments)
            if all(a.shape == b.shape for a, b in zip(came, wanted, strict=True)):
                expect_no_misconception(torch.stack(came), torch.stack(wanted), _misconceptions(arguments))
        for name, state, right in zip(("h'", "c'"), came, wanted, strict=True):
            with seen_with("{} for N = {}, H_in = {}, H = {}".format(name, *sizes)):
                expect_answer(state, right, AXES, {}, _shapes(*sizes), "Keep the type of the arguments.")


def _arguments(batch: int, input_size: int, hidden_size: int) -> tuple[Tensor, ...]:
    generator = torch.Generator().manual_seed(batch)
    shapes = (
        (batch, input_size),
        (batch, hidden_size),
        (batch, hidden_size),
        (4 * hidden_size, input_size),
        (4 * hidden_size, hidden_size),
        (4 * hidden_size,),
        (4 * hidden_size,),
    )
    return tuple(torch.randn(shape, dtype=torch.float64, generator=generator) for shape in shapes)


def _pair(value: object) -> tuple[Tensor, Tensor]:
    if isinstance(value, Tensor) and value.ndim == 2:
        raise Mistake(f"One tensor came, of shape {tuple(value.shape)}: return both states, h' and c'.")
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Mistake(f"Two tensors are wanted, (h', c'); came {describe(value)}.")
    return expect_tensor(value[0]), expect_tensor(value[1])


def _specified(x, h, c, *parameters: Tensor) -> tuple[Tensor, Tensor]:
    return torch.lstm_cell(x, (h, c), *parameters)


def _misconceptions(arguments: tuple[Tensor, ...]) -> Misconceptions:
    return _wrong_orders(arguments) | _wrong_parts(arguments) | _wrong_sums(arguments)


def _sums(arguments: tuple[Tensor, ...]) -> dict[str, Tensor]:
    """Return the four sums that the gates are made of, before sigmoid and tanh."""
    x, h, _, weight_ih, weight_hh, bias_ih, bias_hh = arguments
    sums = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    return dict(zip(ORDER, sums.chunk(4, dim=1), strict=True))


def _gates(sums: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name: sums[name].tanh() if name == "g" else sums[name].sigmoid() for name in ORDER}


def _states(i: Tensor, f: Tensor, g: Tensor, o: Tensor, c: Tensor) -> Tensor:
    """Finish the step from gates and return both states, (2, N, H)."""
    new = f * c + i * g
    return torch.stack([o * new.tanh(), new])


def _wrong_orders(arguments: tuple[Tensor, ...]) -> Misconceptions:
    """The 23 other orders of the four blocks, each with its own sentence."""
    blocks, c = [*_sums(arguments).values()], arguments[2]
    found = {}
    for order in permutations(ORDER):
        gates = _gates(dict(zip(order, blocks, strict=True)))
        sentence = f"Your gates are in the order {', '.join(order)}; PyTorch stores {', '.join(ORDER)}."
        if order != ORDER:
            found[sentence] = [_states(**gates, c=c)]
    return found


def _wrong_parts(arguments: tuple[Tensor, ...]) -> Misconceptions:
    """The right order, with one part of the equations lost or changed."""
    c, sums = arguments[2], _sums(arguments)
    i, f, g, o = _gates(sums).values()
    new = f * c + i * g
    return {
        "The states are swapped: return h' first, then c'.": [torch.stack([new, o * new.tanh()])],
        "g goes through a sigmoid: the candidate is a tanh, it may be negative.": [
            _states(i, f, sums["g"].sigmoid(), o, c)
        ],
        "The gates i, f, o go through tanh: a gate is a sigmoid, between 0 and 1.": [
            _states(sums["i"].tanh(), sums["f"].tanh(), g, sums["o"].tanh(), c)
        ],
        "The gates are used without sigmoid and tanh.": [_states(**sums, c=c)],
        "g lacks its tanh: the candidate lies between -1 and 1.": [_states(i, f, sums["g"], o, c)],
        "h' lacks the tanh around c': it is o * tanh(c').": [torch.stack([o * new, new])],
        "h' has a sigmoid around c': it is o * tanh(c').": [torch.stack([o * new.sigmoid(), new])],
        "h' is made of the old c: it is o * tanh(c').": [torch.stack([o * c.tanh(), new])],
        "c' lacks the input gate: it is f * c + i * g.": [_states(torch.ones_like(i), f, g, o, c)],
        "c' lacks the forget gate: it is f * c + i * g.": [_states(i, torch.ones_like(f), g, o, c)],
        "c' does not hold the old c: it is f * c + i * g.": [_states(i, f, g, o, torch.zeros_like(c))],
    }


def _wrong_sums(arguments: tuple[Tensor, ...]) -> Misconceptions:
    """The right equations, but of other sums."""
    x, h, c, weight_ih, weight_hh, bias_ih, bias_hh = arguments
    weights, none = (weight_ih, weight_hh), torch.zeros_like(bias_ih)

    def made_of(h: Tensor, *parameters: Tensor) -> list[Tensor]:
        return [torch.stack(_specified(x, h, c, *parameters))]

    found = {
        "bias_hh is missing: torch adds both biases.": made_of(h, *weights, bias_ih, none),
        "bias_ih is missing: torch adds both biases.": made_of(h, *weights, none, bias_hh),
        "Both biases are missing.": made_of(h, *weights, none, none),
        "The old h plays no part: add h @ weight_hh.T.": made_of(0 * h, *arguments[3:]),
        "The gates look at the old c: weight_hh is multiplied by the old h.": made_of(c, *arguments[3:]),
    }
    if h.shape[1] > 1:
        every_fourth = torch.arange(len(bias_ih)).view(-1, len(ORDER)).T.flatten()
        found["You take every fourth row: the rows of a gate stand together, H of them."] = made_of(
            h, *(parameter[every_fourth] for parameter in arguments[3:])
        )
    return found


def _shapes(batch: int, input_size: int, hidden_size: int) -> dict[tuple[int, ...], str]:
    return {
        (batch, 4 * hidden_size): "All four blocks are still together: split them, one for each gate.",
        (hidden_size, batch): "The dimensions are swapped: N comes first.",
    }
