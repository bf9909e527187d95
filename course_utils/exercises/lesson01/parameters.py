"""Check of 01-count-rnn-parameters: how many numbers a plain RNN learns."""

from torch import nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    expect_no_misconception,
    expect_number,
    seen_with,
    unwrapped,
)

CASES = ((3, 5, True), (3, 5, False), (1, 10, True), (28, 64, True), (7, 1, True))


@exercise("01-count-rnn-parameters", takes=("input_size", "hidden_size", "bias"))
def check_count_rnn_parameters(attempt: Attempt) -> None:
    """Compare with the parameters of nn.RNN, with biases and without."""
    for input_size, hidden_size, bias in CASES:
        with seen_with(f"input_size = {input_size}, hidden_size = {hidden_size}, bias = {bias}"):
            came = expect_number(unwrapped(attempt(input_size, hidden_size, bias)))
            wanted = _specified(input_size, hidden_size, bias)
            expect_no_misconception(came, wanted, _wrong(input_size, hidden_size, bias))
            if came != wanted:
                raise Mistake(f"Came {came}; wanted is {wanted}.")
            if not isinstance(came, int):
                raise Mistake(f"Came {came}, of type float: a count is an int. Use * and +, not /.")


def _specified(input_size: int, hidden_size: int, bias: bool) -> int:
    rnn = nn.RNN(input_size, hidden_size, bias=bias)
    return sum(parameter.numel() for parameter in rnn.parameters())


def _wrong(input_size: int, hidden_size: int, bias: bool) -> Misconceptions:
    weights = hidden_size * input_size + hidden_size * hidden_size
    right = weights + 2 * hidden_size * bias
    wrong = {
        "weight_hh is missing: every unit also has a weight for every unit's old state.": [
            right - hidden_size * hidden_size
        ],
        "weight_ih is missing: every unit has a weight for every input.": [right - hidden_size * input_size],
        "weight_hh is square, (hidden_size, hidden_size): each unit reads the old states of all units.": [
            right - hidden_size * hidden_size + hidden_size
        ],
        "This is the square of a sum: no weight leads to an input, so weight_ih has hidden_size rows only.": [
            (input_size + hidden_size) ** 2
        ],
        "weight_ih is no square: it has one row a unit and one column an input.": [
            right - hidden_size * input_size + input_size**2
        ],
        "These are four blocks, as an LSTM has them: a plain RNN has one.": [4 * right],
    }
    if bias:
        return _wrong_biases(input_size, hidden_size, weights) | wrong
    return {
        "bias=False means that there are no biases to count.": [
            weights + hidden_size,
            weights + 2 * hidden_size,
        ],
        **wrong,
    }


def _wrong_biases(input_size: int, hidden_size: int, weights: int) -> Misconceptions:
    return {
        "One bias is counted: PyTorch has two, bias_ih and bias_hh, and adds them.": [weights + hidden_size],
        "No bias is counted: there are two, each of length hidden_size.": [weights],
        "A bias is as long as the state, not as the input: bias_ih has hidden_size numbers.": [
            weights + input_size + hidden_size,
            weights + input_size,
        ],
        "A bias is one number a unit, hidden_size in all.": [weights + 2, weights + 1],
    }
