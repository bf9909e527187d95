import math

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.exercises import run_check
from course_utils.exercises.lesson01 import parameters

ID = "01-count-rnn-parameters"


def by_formula(input_size, hidden_size, bias):
    return hidden_size * (input_size + hidden_size + 2 * bias)


def by_parts(input_size, hidden_size, bias):
    shapes = [(hidden_size, input_size), (hidden_size, hidden_size)]
    if bias:
        shapes += [(hidden_size,), (hidden_size,)]
    return sum(math.prod(shape) for shape in shapes)


def by_module(input_size, hidden_size, bias):
    return sum(p.numel() for p in nn.RNN(input_size, hidden_size, bias=bias).parameters())


def by_numpy(input_size, hidden_size, bias):
    return np.int64(by_formula(input_size, hidden_size, bias))


def by_tensor(input_size, hidden_size, bias=True):
    return torch.tensor(by_formula(input_size, hidden_size, bias))


@pytest.mark.parametrize("answer", [by_formula, by_parts, by_module, by_numpy, by_tensor])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


WRONG = (
    (lambda i, h, bias: h * (i + h + 1), "One bias is counted: PyTorch has two"),
    (lambda i, h, bias: h * (i + h), "No bias is counted"),
    (lambda i, h, bias: h * (i + h + 2), "bias=False means that there are no biases"),
    (lambda i, h, bias: h * i + 2 * h * bias, "weight_hh is missing"),
    (lambda i, h, bias: h * h + 2 * h * bias, "weight_ih is missing"),
    (lambda i, h, bias: h * i + h + 2 * h * bias, "weight_hh is square"),
    (lambda i, h, bias: (i + h) ** 2, "This is the square of a sum"),
    (lambda i, h, bias: i * i + h * h + 2 * h * bias, "weight_ih is no square"),
    (lambda i, h, bias: 4 * by_formula(i, h, bias), "four blocks, as an LSTM"),
    (lambda i, h, bias: h * (i + h) + bias * (i + h), "A bias is as long as the state"),
    (lambda i, h, bias: h * (i + h) + 2 * bias, "A bias is one number a unit"),
    (lambda i, h, bias: by_formula(i, h, bias) / 1, "of type float: a count is an int"),
    (lambda i, h, bias: 7, "Came 7; wanted is 50. Seen with input_size = 3, hidden_size = 5, bias = True."),
    (lambda i, h, bias: nn.RNN(i, h, bias=bias), "came a module of type RNN"),
    (lambda i, h, bias: print(end=""), "came nothing (None)"),
    (lambda i, h: h * (i + h + 2), "It is called with (input_size, hidden_size, bias)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_a_stub_is_not_attempted():
    def stub(input_size, hidden_size, bias):
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"


@pytest.mark.parametrize("bias", [True, False])
def test_misconceptions_are_told_apart(told_apart, bias):
    told_apart(parameters._specified(3, 5, bias), parameters._wrong(3, 5, bias))
