"""Check of 01-count-ones: a recurrent network whose weights are set by hand."""

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_no_misconception,
    expect_shape,
    expect_tensor,
    in_part,
    is_close,
    seen_with,
)

NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
SHAPES = ((2, 1), (2, 2), (2,), (2,))
LONG = 60  # steps
EXPLANATIONS = {
    "can't convert": "Make tensors of the weights: torch.tensor([[1.0], [2.0]]).",
}


@exercise("01-count-ones", takes=(), explanations=EXPLANATIONS)
def check_count_ones(attempt: Attempt) -> None:
    """Load the weights into nn.RNN and let it read bits: a mixture, only ones, only zeros, one step, many."""
    weights = _weights(attempt())
    many = torch.randint(2, (LONG,), generator=torch.Generator().manual_seed(3)).tolist()
    for bits in ([1, 0, 1, 1, 0, 1], [1, 1, 1], [0, 0, 0, 0], [1], [0], many):
        shown = " ".join(map(str, bits)) if len(bits) < LONG else f"{LONG} random bits"
        with seen_with(shown):
            came, wanted = _read(weights, bits), _specified(bits)
            expect_no_misconception(came, wanted, _wrong(bits))
            if not is_close(came, wanted):
                raise Mistake(f"At the end the state is {_pair(came)}; wanted is {_pair(wanted)}.")


def _weights(value: object) -> list[Tensor]:
    """Return the four tensors as float64; weights of whole numbers are as good."""
    if not isinstance(value, tuple | list) or len(value) != len(NAMES):
        raise Mistake(f"Four tensors are wanted, ({', '.join(NAMES)}); came {describe(value)}.")
    weights = []
    for name, shape, part in zip(NAMES, SHAPES, value, strict=True):
        with in_part(name):
            tensor = expect_tensor(part)
            axes = {(2, 1): "(H, H_in)", (2, 2): "(H, H)", (2,): "(H,)"}[shape]
            expect_shape(tensor, shape, axes, {(1, 2): "One row a unit: [[a], [b]], not [[a, b]]."})
            weights.append(tensor.double())
    return weights


@torch.no_grad()
def _read(weights: list[Tensor], bits: list[int]) -> Tensor:
    rnn = nn.RNN(1, 2, nonlinearity="relu").double()
    for parameter, weight in zip(rnn.parameters(), weights, strict=True):
        parameter.copy_(weight)
    _, h_n = rnn(torch.tensor(bits, dtype=torch.float64).reshape(-1, 1))
    return h_n[0]


def _specified(bits: list[int]) -> Tensor:
    return torch.tensor([bits.count(1), bits.count(0)], dtype=torch.float64)


def _wrong(bits: list[int]) -> Misconceptions:
    ones, zeros, steps, last = bits.count(1), bits.count(0), len(bits), bits[-1]
    mixing = [torch.tensor(numbers) for numbers in ([[1.0], [-1.0]], [[1.0, 1.0], [1.0, 1.0]], [0.0, 1.0])]
    return {
        "The counts are swapped: unit 1 counts ones, unit 2 zeros.": [[zeros, ones]],
        "Each unit knows the last bit only: weight_hh must carry its own count on.": [[last, 1 - last]],
        "Unit 2 counts every step: the input must cancel its bias when the bit is 1.": [[ones, steps]],
        "Unit 2 ends at 0: a 0 must bring one in, by a bias, and a 1 must leave the count as it is.": [
            [ones, 0]
        ],
        "The bias belongs to unit 2: there a 0 must bring one in.": [[ones + steps, 0]],
        "Both units count ones: for unit 2 a 1 must bring nothing and a 0 one more.": [[ones, ones]],
        "Unit 1 counts every step: it needs no bias.": [[steps, zeros], [ones + steps, zeros]],
        "PyTorch adds both biases: together they make 1 for unit 2, here they make 2.": [
            [ones, ones + 2 * zeros]
        ],
        "The counts run into each other: off its diagonal weight_hh must be 0.": [
            _read([*mixing, torch.zeros(2)], bits),
            _read([mixing[0], torch.eye(2).flip(0), mixing[2], torch.zeros(2)], bits),
        ],
    }


def _pair(state: Tensor) -> str:
    return "({:g}, {:g})".format(*state.tolist())
