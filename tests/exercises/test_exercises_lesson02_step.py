import pytest
import torch
from torch import nn

from course_utils.exercises.lesson02 import step

ID = "02-lstm-step"
SQUEEZE_H = "A squeeze took a dimension away"


def by_chunks(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh, order="ifgo"):
    sums = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
    gate = dict(zip(order, sums.chunk(4, dim=1), strict=True))
    c = gate["f"].sigmoid() * c + gate["i"].sigmoid() * gate["g"].tanh()
    return gate["o"].sigmoid() * c.tanh(), c


def by_loops(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    height = h.shape[1]
    new_h, new_c = torch.empty_like(h), torch.empty_like(c)
    for n in range(len(x)):
        for unit in range(height):
            rows = [unit + height * place for place in range(4)]
            i, f, g, o = (weight_ih[r] @ x[n] + weight_hh[r] @ h[n] + bias_ih[r] + bias_hh[r] for r in rows)
            new_c[n, unit] = f.sigmoid() * c[n, unit] + i.sigmoid() * g.tanh()
            new_h[n, unit] = o.sigmoid() * new_c[n, unit].tanh()
    return [new_h, new_c]


def by_layer(x, h, c, *parameters):
    layer = nn.LSTM(x.shape[1], h.shape[1]).double()
    layer.load_state_dict(dict(zip((name for name, _ in layer.named_parameters()), parameters, strict=True)))
    _, (h_n, c_n) = layer(x[None], (h[None], c[None]))
    return h_n[0], c_n[0]


def one_product(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    sums = torch.cat([x, h], dim=1) @ torch.cat([weight_ih, weight_hh], dim=1).mT + (bias_ih + bias_hh)
    gates = sums.view(len(x), 4, -1)
    i, f, o = gates[:, [0, 1, 3]].sigmoid().unbind(1)
    c = torch.addcmul(f * c, i, gates[:, 2].tanh())
    return o * c.tanh(), c


@pytest.mark.parametrize("answer", [by_chunks, by_loops, by_layer, one_product])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def changed(**parts):
    """Make an answer in which the named pieces of the equations are other functions."""

    def answer(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
        sums = x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh
        i, f, g, o = sums.chunk(4, dim=1)
        gate, candidate = parts.get("gate", torch.sigmoid), parts.get("candidate", torch.tanh)
        i, f, g, o = gate(i), gate(f), candidate(g), gate(o)
        new = parts.get("cell", lambda i, f, g, c: f * c + i * g)(i, f, g, c)
        return parts.get("shown", lambda o, new, old: o * new.tanh())(o, new, c), new

    return answer


def in_order(order):
    return lambda *arguments: by_chunks(*arguments, order=order)


def without(place):
    def answer(*arguments):
        arguments = list(arguments)
        arguments[place] = torch.zeros_like(arguments[place])
        return by_chunks(*arguments)

    return answer


def in_place(x, h, c, *parameters):
    new_h, new_c = by_chunks(x, h, c, *parameters)
    c.copy_(new_c)
    return new_h, c


def without_biases(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    return by_chunks(x, h, c, weight_ih, weight_hh, 0 * bias_ih, 0 * bias_hh)


def gates_that_see_c(x, h, c, weight_ih, weight_hh, bias_ih, bias_hh):
    sums = x @ weight_ih.T + bias_ih + c @ weight_hh.T + bias_hh
    i, f, g, o = sums.chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def every_fourth_row(x, h, c, *parameters):
    return by_chunks(x, h, c, *(torch.cat([p[place::4] for place in range(4)]) for p in parameters))


def identity(values):
    return values


WRONG = (
    (in_order("figo"), "Your gates are in the order f, i, g, o; PyTorch stores i, f, g, o."),
    (in_order("ifog"), "Your gates are in the order i, f, o, g; PyTorch stores i, f, g, o."),
    (in_order("iofg"), "Your gates are in the order i, o, f, g;"),
    (lambda *a: by_chunks(*a)[::-1], "The states are swapped"),
    (without(5), "bias_ih is missing"),
    (without(6), "bias_hh is missing"),
    (without_biases, "Both biases are missing"),
    (without(1), "The old h plays no part"),
    (changed(candidate=torch.sigmoid), "g goes through a sigmoid"),
    (changed(gate=torch.tanh), "The gates i, f, o go through tanh"),
    (changed(gate=identity, candidate=identity), "without sigmoid and tanh"),
    (changed(candidate=identity), "g lacks its tanh"),
    (changed(shown=lambda o, new, old: o * new), "h' lacks the tanh"),
    (changed(shown=lambda o, new, old: o * new.sigmoid()), "h' has a sigmoid around c'"),
    (changed(shown=lambda o, new, old: o * old.tanh()), "h' is made of the old c"),
    (changed(cell=lambda i, f, g, c: f * c + g), "c' lacks the input gate"),
    (changed(cell=lambda i, f, g, c: c + i * g), "c' lacks the forget gate"),
    (changed(cell=lambda i, f, g, c: i * g), "c' does not hold the old c"),
    (gates_that_see_c, "The gates look at the old c"),
    (every_fourth_row, "You take every fourth row"),
    (lambda *a: by_chunks(*a)[0], "One tensor came, of shape (2, 4): return both states"),
    (lambda *a: (*by_chunks(*a), 0), "Two tensors are wanted, (h', c'); came a tuple of length 3"),
    (lambda *a: tuple(state.T for state in by_chunks(*a)), "The dimensions are swapped: N comes first."),
    (lambda *a: tuple(state.squeeze() for state in by_chunks(*a)), SQUEEZE_H),
    (lambda *a: tuple(state.float() for state in by_chunks(*a)), "of type float32; wanted is float64"),
    (lambda *a: tuple(0.9 * state for state in by_chunks(*a)), "Seen with h' for N = 2, H_in = 3, H = 4."),
    (lambda x, h, c, *p: (x @ p[0], c), "write x @ weight_ih.T"),
    (in_place, "It changes `c` in place"),
    (lambda x: x, "It is called with (x, h, c, weight_ih, weight_hh, bias_ih, bias_hh)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


@pytest.mark.parametrize("sizes", step.SIZES)
def test_misconceptions_are_told_apart(told_apart, sizes):
    arguments = step._arguments(*sizes)
    wrong = step._misconceptions(arguments)
    assert len(step._wrong_orders(arguments)) == 23
    told_apart(torch.stack(by_chunks(*arguments)), wrong)
