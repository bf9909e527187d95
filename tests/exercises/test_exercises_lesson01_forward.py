import pytest
import torch
from torch import nn

from course_utils.exercises import run_check
from course_utils.exercises.lesson01 import forward

ID = "01-rnn-forward"


def step(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def by_swapping(inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first):
    if batch_first:
        inputs = inputs.transpose(0, 1)
    h, states = h_0[0], []
    for x in inputs:
        h = step(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
        states.append(h)
    output = torch.stack(states)
    return (output.transpose(0, 1) if batch_first else output), h[None]


def by_unbind(inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first):
    time = 1 if batch_first else 0
    h, states = h_0.squeeze(0), []
    for x in inputs.unbind(time):
        h = step(x, h, weight_ih, weight_hh, bias_ih, bias_hh)
        states.append(h)
    return torch.stack(states, dim=time), h.unsqueeze(0)


def by_filling(inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first):
    output = torch.empty(*inputs.shape[:2], len(bias_ih), dtype=inputs.dtype)
    h = h_0
    for t in range(inputs.shape[1 if batch_first else 0]):
        at = (slice(None), t) if batch_first else t
        h = step(inputs[at][None], h, weight_ih, weight_hh, bias_ih, bias_hh)
        output[at] = h[0]
    return [output, h]


def by_torch(inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first):
    weights = [weight_ih, weight_hh, bias_ih, bias_hh]
    return torch.rnn_tanh(inputs, h_0, weights, True, 1, 0.0, False, False, batch_first)


def by_module(inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first):
    rnn = nn.RNN(weight_ih.shape[1], len(weight_ih), batch_first=batch_first, dtype=inputs.dtype)
    weights = (weight_ih, weight_hh, bias_ih, bias_hh)
    rnn.load_state_dict(dict(zip(dict(rnn.named_parameters()), weights, strict=True)))
    return rnn(inputs, h_0)


@pytest.mark.parametrize("answer", [by_swapping, by_unbind, by_filling, by_torch, by_module])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def always_batch_first(inputs, h_0, wi, wh, bi, bh, batch_first):
    return by_unbind(inputs, h_0, wi, wh, bi, bh, True)


def output_always_time_first(inputs, h_0, wi, wh, bi, bh, batch_first):
    output, h_n = by_unbind(inputs, h_0, wi, wh, bi, bh, batch_first)
    return (output.transpose(0, 1) if batch_first else output), h_n


def from_zeros(inputs, h_0, *rest):
    return by_unbind(inputs, torch.zeros_like(h_0), *rest)


def without_memory(inputs, h_0, wi, wh, bi, bh, batch_first):
    time = 1 if batch_first else 0
    states = [step(x, h_0[0], wi, wh, bi, bh) for x in inputs.unbind(time)]
    return torch.stack(states, dim=time), states[-1][None]


def states_before(inputs, h_0, wi, wh, bi, bh, batch_first):
    time = 1 if batch_first else 0
    h, states = h_0[0], []
    for x in inputs.unbind(time):
        states.append(h)
        h = step(x, h, wi, wh, bi, bh)
    return torch.stack(states, dim=time), h[None]


def with_the_start(inputs, h_0, wi, wh, bi, bh, batch_first):
    output, h_n = by_unbind(inputs, h_0, wi, wh, bi, bh, batch_first)
    time = 1 if batch_first else 0
    return torch.cat([h_0[0].unsqueeze(time), output], dim=time), h_n


def backwards(inputs, *rest):
    return by_unbind(inputs.flip(1 if rest[-1] else 0), *rest)


def reversed_states(inputs, *rest):
    output, h_n = by_unbind(inputs, *rest)
    return output.flip(1 if rest[-1] else 0), h_n


def one_tensor_for_all(inputs, *rest):
    output, h_n = by_unbind(inputs, *rest)
    return h_n[0].unsqueeze(1 if rest[-1] else 0).expand_as(output), h_n


def with_layer(inputs, h_0, wi, wh, bi, bh, batch_first):
    h, states = h_0, []
    for x in inputs.unbind(1 if batch_first else 0):
        h = step(x[None], h, wi, wh, bi, bh)
        states.append(h)
    return torch.stack(states), h


def with_layer_and_time(inputs, h_0, wi, wh, bi, bh, batch_first):
    time, h, states = (1 if batch_first else 0), h_0, []
    for x in inputs.unbind(time):
        h = step(x, h, wi, wh, bi, bh)
        states.append(h)
    return torch.stack(states, dim=time), h


def without_tanh(inputs, h_0, wi, wh, bi, bh, batch_first):
    time, h, states = (1 if batch_first else 0), h_0[0], []
    for x in inputs.unbind(time):
        h = x @ wi.T + bi + h @ wh.T + bh
        states.append(h)
    return torch.stack(states, dim=time), h[None]


def changed(change):
    """Answer with the pair (output, h_n) after a change."""
    return lambda *arguments: change(*by_unbind(*arguments), *arguments)


def with_weights(change):
    """Answer with a step that uses other weights than those that came."""
    return lambda inputs, h_0, *rest: by_unbind(inputs, h_0, *change(*rest[:4]), rest[-1])


def writes_into_h_0(inputs, h_0, *rest):
    output, h_n = by_unbind(inputs, h_0, *rest)
    h_0.copy_(h_n)
    return output, h_n


WRONG = (
    (changed(lambda output, h_n, *_: output), "Two tensors are wanted, (output, h_n)"),
    (changed(lambda output, h_n, *_: (h_n, output)), "The two are swapped"),
    (always_batch_first, "With batch_first=True step t is inputs[:, t], otherwise inputs[t]"),
    (output_always_time_first, "output: The output follows batch_first as the inputs do"),
    (from_zeros, "output: h_0 is not used"),
    (without_memory, "Every step starts from h_0"),
    (states_before, "These are the states before each step"),
    (with_the_start, "h_0 is among the states"),
    (backwards, "read from the last to the first"),
    (reversed_states, "The states are in reverse order"),
    (with_weights(lambda wi, wh, bi, bh: (wi, wh.T, bi, bh)), "weight_hh is not transposed"),
    (with_weights(lambda wi, wh, bi, bh: (wi, wh, bi, 0 * bh)), "bias_hh is missing"),
    (with_weights(lambda wi, wh, bi, bh: (wi, wh, 0 * bi, bh)), "bias_ih is missing"),
    (with_weights(lambda wi, wh, bi, bh: (wi, wh, 0 * bi, 0 * bh)), "Both biases are missing"),
    (without_tanh, "tanh is missing"),
    (changed(lambda output, h_n, *_: (output.transpose(0, 1).reshape(output.shape), h_n)), "reshape cuts"),
    (changed(lambda output, h_n, *_: (output.flatten(0, 1), h_n)), "torch.cat joins"),
    (changed(lambda output, h_n, *_: (output.flatten(1), h_n)), "torch.cat joins"),
    (changed(lambda output, h_n, *_: (output, output[-1:])), "the states of one sequence"),
    (one_tensor_for_all, "Every step holds the last state"),
    (with_layer, "h = h_0[0]"),
    (with_layer_and_time, "h = h_0[0]"),
    (changed(lambda output, h_n, *_: (h_n[0], h_n)), "This is one state"),
    (changed(lambda output, h_n, *_: (output, h_n[0])), "h_n: The first axis of h_n is missing"),
    (changed(lambda output, h_n, *_: (output, h_n[0])), "it counts the layers"),
    (changed(lambda output, h_n, *_: (output, h_n.transpose(0, 1))), "States never follow batch_first"),
    (changed(lambda output, h_n, *_: (output, output)), "These are the states of all steps"),
    (changed(lambda output, h_n, inputs, h_0, *_: (output, h_0)), "h_n: This is h_0"),
    (changed(lambda output, h_n, *rest: (output, output[None, :, 0])), "the state after the first step"),
    (changed(lambda output, h_n, *_: (output.float(), h_n)), "output: The numbers are of type float32"),
    (changed(lambda output, h_n, *_: (output.reshape(5, 2, 4), h_n)), "output: The shape is (5, 2, 4)"),
    (changed(lambda output, h_n, *_: (output, h_n, h_n)), "came a tuple of length 3"),
    (lambda inputs, h_0, wi, wh, bi, bh, first: inputs @ wi, "the product is x @ weight_ih.T"),
    (writes_into_h_0, "changes `h_0` in place"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_a_mistake_in_one_layout_is_seen_with_it(refuses):
    refuses(ID, always_batch_first, "Seen with batch_first=False and inputs of shape (5, 2, 3).")


def test_a_stub_is_not_attempted():
    def stub(inputs, h_0, weight_ih, weight_hh, bias_ih, bias_hh, batch_first):
        """Say what it does."""
        ...

    assert run_check(ID, stub).status == "not attempted yet"


@pytest.mark.parametrize("batch_first", [True, False])
def test_misconceptions_are_told_apart(told_apart, batch_first):
    case = forward._case(2, 5, 3, 4, batch_first)
    told_apart(case.output, forward._wrong_outputs(case))
