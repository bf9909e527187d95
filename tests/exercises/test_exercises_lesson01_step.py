import functools
import math

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.exercises import run_check
from course_utils.exercises.lesson01 import step

ID = "01-rnn-step"


def by_equation(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def by_linear(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return (nn.functional.linear(x, weight_ih, bias_ih) + nn.functional.linear(h, weight_hh, bias_hh)).tanh()


def by_one_product(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(torch.cat([x, h], 1) @ torch.cat([weight_ih, weight_hh], 1).T + (bias_ih + bias_hh))


def by_loop(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    states = []
    for one, state in zip(x, h, strict=True):
        states.append(torch.tanh(weight_ih @ one + bias_ih + weight_hh @ state + bias_hh))
    return torch.stack(states)


def by_columns(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(weight_ih @ x.T + weight_hh @ h.T + (bias_ih + bias_hh)[:, None]).T


def by_einsum(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    total = torch.einsum("nj,ij->ni", x, weight_ih) + torch.einsum("nj,ij->ni", h, weight_hh)
    return torch.tanh(total + bias_ih + bias_hh)


def by_numpy(*arguments):
    x, h, weight_ih, weight_hh, bias_ih, bias_hh = (argument.numpy() for argument in arguments)
    return torch.from_numpy(np.tanh(x @ weight_ih.T + h @ weight_hh.T + bias_ih + bias_hh))


RIGHT = (
    by_equation,
    by_linear,
    by_one_product,
    by_loop,
    by_columns,
    by_einsum,
    functools.partial(by_equation),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def test_an_answer_made_in_numpy_passes(accepts):
    def answer(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
        return by_numpy(x, h, weight_ih, weight_hh, bias_ih, bias_hh)

    accepts(ID, answer)


WRONG = (
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi + h @ wh + bh), "weight_hh is not transposed"),
    (lambda x, h, wi, wh, bi, bh: x @ wi.T + bi + h @ wh.T + bh, "tanh is missing"),
    (lambda x, h, wi, wh, bi, bh: torch.sigmoid(x @ wi.T + bi + h @ wh.T + bh), "sigmoid"),
    (lambda x, h, wi, wh, bi, bh: torch.relu(x @ wi.T + bi + h @ wh.T + bh), "ReLU"),
    (lambda *a: by_equation(*a).tanh(), "applied twice"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi), "no memory"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi + bh), "no memory"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(h @ wh.T + bi + bh), "The input is not used"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi + h @ wh.T), "bias_hh is missing"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bh + h @ wh.T), "bias_ih is missing"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + h @ wh.T), "Both biases are missing"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi) + h @ wh.T + bh, "outside of tanh"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi) + torch.tanh(h @ wh.T + bh), "of their own"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi + h + bh), "goes through weight_hh first"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi + bi + h @ wh + bh), "stores weight_ih as (H, H_in)"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi + wh @ h.T + bh), "sequences in columns"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + bi + h * wh + bh), "multiplies number by number"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + h @ wh.T + 2 * bi), "One bias is added twice"),
    (lambda x, h, wi, wh, bi, bh: torch.tanh(x @ wi.T + h @ wh.T) + bi + bh, "biases are added outside"),
    (lambda *a: a[1] + by_equation(*a), "added to the new one"),
    (lambda x, h, wi, *rest: by_equation(x, h, wi.view(x.shape[1], -1).T, *rest), "cut anew by view"),
    (lambda *a: by_equation(*a)[0], "This is one sequence"),
    (lambda x, h, wi, wh, bi, bh: math.tanh(x @ wi.T + h @ wh.T), "torch.tanh a tensor"),
    (lambda *a: by_equation(*a).T, "one column a sequence"),
    (lambda *a: by_equation(*a).float(), "of type float32; wanted is float64. Keep the number type"),
    (lambda *a: by_equation(*a).squeeze(), "A squeeze took a dimension away"),
    (lambda *a: (by_equation(*a), a[1]), "came a tuple of length 2"),
    (lambda *a: by_equation(*a).sum(), "wanted is (N, H) = (2, 4)"),
    (lambda *a: print(end=""), "came nothing (None)"),
    (lambda x, h, wi, wh, bi, bh: by_equation(x, h.mul_(2), wi, wh, bi, bh), "changes `h` in place"),
    (lambda x, h, weights: x, "It is called with (x, h, weight_ih, weight_hh, bias_ih, bias_hh)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_a_mistake_says_with_which_sizes_it_was_seen(refuses):
    def only_for_many(x, *rest):
        return by_equation(x, *rest) if len(x) > 1 else by_equation(x, *rest)[0]

    refuses(ID, only_for_many, "Seen with N = 1, H_in = 3, H = 4.")


def test_a_stub_is_not_attempted():
    def stub(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"


def test_misconceptions_are_told_apart(told_apart):
    arguments = step._arguments(2, 3, 4)
    told_apart(torch.rnn_tanh_cell(*arguments), step._wrong(arguments))
