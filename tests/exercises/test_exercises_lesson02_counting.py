import math

import pytest
import torch
from torch import nn

from course_utils.exercises.lesson02 import counting
from course_utils.shapes import parameter_shapes

ID = "02-count-parameters"
BLOCKS = {"rnn": 1, "gru": 3, "lstm": 4}


def by_formula(
    kind, input_size, hidden_size, num_layers=1, bias=True, bidirectional=False, proj_size=0, blocks=BLOCKS
):
    rows, out = blocks[kind] * hidden_size, proj_size or hidden_size
    directions = 1 + bidirectional
    total = 0
    for layer in range(num_layers):
        width = input_size if layer == 0 else directions * out
        total += directions * (rows * (width + out + 2 * bias) + proj_size * hidden_size)
    return total


def by_shapes(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
    options = {"bias": bias, "bidirectional": bidirectional, "proj_size": proj_size}
    return sum(
        map(math.prod, parameter_shapes(kind, input_size, hidden_size, num_layers, **options).values())
    )


def by_building(kind, input_size, hidden_size, num_layers=1, bias=True, bidirectional=False, proj_size=0):
    options = {"proj_size": proj_size} if proj_size else {}
    layer = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[kind]
    layer = layer(input_size, hidden_size, num_layers, bias=bias, bidirectional=bidirectional, **options)
    return sum(parameter.numel() for parameter in layer.parameters())


@pytest.mark.parametrize(
    "answer", [by_formula, by_shapes, by_building, lambda *a: torch.tensor(by_formula(*a))]
)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def given(**fixed):
    """Make an answer that takes some arguments for others."""
    names = counting.Arguments._fields
    return lambda *values: by_formula(**{**dict(zip(names, values, strict=True)), **fixed})


def with_upper(width):
    """Make an answer in which the layers above the first read ``width`` numbers."""

    def answer(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
        rows, out = BLOCKS[kind] * hidden_size, proj_size or hidden_size
        directions = 1 + bidirectional
        widths = [input_size] + [width(input_size, out, directions)] * (num_layers - 1)
        return directions * sum(rows * (w + out + 2 * bias) + proj_size * hidden_size for w in widths)

    return answer


def one_bias(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
    arguments = (kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size)
    per_bias = BLOCKS[kind] * hidden_size * num_layers * (1 + bidirectional)
    return by_formula(*arguments) - bias * per_bias


def doubled(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
    return (1 + bidirectional) * by_formula(kind, input_size, hidden_size, num_layers, bias, False, proj_size)


def alike(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
    return num_layers * by_formula(kind, input_size, hidden_size, 1, bias, bidirectional, proj_size)


def one_projection(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
    matrix = proj_size * hidden_size
    return no_projection(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size) + matrix


def no_projection(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size):
    matrices = proj_size * hidden_size * num_layers * (1 + bidirectional)
    return by_formula(kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size) - matrices


def upper_reads_whole_states(
    kind, input_size, hidden_size, num_layers, bias, bidirectional, proj_size, blocks=BLOCKS
):
    rows, out, directions = blocks[kind] * hidden_size, proj_size or hidden_size, 1 + bidirectional
    widths = [input_size] + [directions * hidden_size] * (num_layers - 1)
    return directions * sum(rows * (w + out + 2 * bias) + proj_size * hidden_size for w in widths)


WRONG = (
    (one_bias, "One bias is missing"),
    (given(bias=False), "The biases are missing, although bias=True"),
    (given(bias=True), "bias is not used"),
    (given(kind="lstm"), "rnn has 1, gru 3, lstm 4; here 1 blocks"),
    (lambda *a: by_formula(*a, blocks=BLOCKS | {"gru": 2}), "here 3 blocks of rows"),
    (given(num_layers=1), "num_layers is not used"),
    (given(bidirectional=False), "bidirectional is not used"),
    (given(proj_size=0), "proj_size is not used"),
    (with_upper(lambda input_size, out, directions: input_size), "Only layer 0 reads the input"),
    (with_upper(lambda input_size, out, directions: out), "An upper layer reads both directions"),
    (doubled, "so two do not simply double the count"),
    (no_projection, "weight_hr is missing"),
    (one_projection, "weight_hr is counted once"),
    (upper_reads_whole_states, "An upper layer reads D * proj_size numbers"),
    (lambda *a: by_formula(*a) / 1, "A whole number is wanted; came 5040.0, of type float: divide by //"),
    (lambda *a: str(by_formula(*a)), "A whole number is wanted; came a value of type str"),
    (lambda *a: by_formula(*a) + 1, "Came 5,041; wanted is 5,040. Seen with nn.LSTM(10, 30)."),
    (lambda *a: {}[a[0].upper()], "in small letters"),
    (alike, "Only layer 0 reads the input: weight_ih_l1 has D * H_out columns, not input_size. Seen with"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_no_misconception_is_the_right_answer():
    for case in counting.CASES:
        right = by_formula(*case)
        assert not any(right in answers for answers in counting._misconceptions(case).values())


def test_the_cases_read_as_calls_of_torch():
    assert str(counting.CASES[-1]) == "nn.RNN(1, 1)"
    assert str(counting.CASES[3]) == "nn.LSTM(3, 5, bias=False)"
