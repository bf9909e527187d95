import inspect
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from course_utils.cells import gru_cell, lstm_cell, rnn_cell
from course_utils.shapes import GATE_ORDER, gate_slice

KINDS = {"rnn": (rnn_cell, torch.rnn_tanh_cell), "gru": (gru_cell, torch.gru_cell)}
KINDS["lstm"] = (lstm_cell, torch.lstm_cell)


def drawn(*shape, seed=0):
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def arguments(kind, batch=(2,), input_size=3, hidden_size=4, bias=True):
    """Return x, the state and the parameters of a step, all different from 0."""
    rows = len(GATE_ORDER[kind]) * hidden_size
    h, c = drawn(*batch, hidden_size, seed=1), 2 * drawn(*batch, hidden_size, seed=2)
    biases = (drawn(rows, seed=5), drawn(rows, seed=6)) if bias else ()
    weights = (drawn(rows, input_size, seed=3), drawn(rows, hidden_size, seed=4))
    return drawn(*batch, input_size), (h, c) if kind == "lstm" else h, *weights, *biases


def parts(state):
    return state if isinstance(state, tuple) else (state,)


def assert_same(ours, theirs):
    assert type(ours) is type(theirs)
    for one, other in zip(parts(ours), parts(theirs), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-12)


# --- equal to torch -----------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_a_step_is_that_of_torch(kind, batch, input_size, hidden_size, bias):
    cell, reference = KINDS[kind]
    given_arguments = arguments(kind, (batch,), input_size, hidden_size, bias)
    assert_same(cell(*given_arguments), reference(*given_arguments))


def test_the_relu_step_is_that_of_torch():
    given_arguments = arguments("rnn")
    ours = rnn_cell(*given_arguments, nonlinearity="relu")
    assert_same(ours, torch.rnn_relu_cell(*given_arguments))
    assert (ours > 1).any()


@pytest.mark.parametrize(
    ("kind", "module"), [("rnn", nn.RNNCell), ("gru", nn.GRUCell), ("lstm", nn.LSTMCell)]
)
def test_the_parameters_are_named_as_in_the_cells_of_torch(kind, module):
    reference = module(3, 4).double()
    x, state, *_ = arguments(kind)
    ours = KINDS[kind][0](x, state, **dict(reference.named_parameters()))
    assert_same(ours, reference(x, state))
    names = list(inspect.signature(KINDS[kind][0]).parameters)
    assert names[2:6] == [name for name, _ in reference.named_parameters()]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_without_the_batch_axis_it_is_the_step_of_one_sequence(kind):
    x, state, *weights = arguments(kind, batch=())
    alone = KINDS[kind][0](x, state, *weights)
    together = KINDS[kind][0](
        x[None], tuple(p[None] for p in state) if kind == "lstm" else state[None], *weights
    )
    for one, many in zip(parts(alone), parts(together), strict=True):
        torch.testing.assert_close(one, many[0], rtol=0, atol=1e-12)


# --- by other means -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_gradients_are_those_of_finite_differences(kind):
    x, state, *weights = arguments(kind)
    leaves = [tensor.requires_grad_() for tensor in (x, *parts(state), *weights)]

    def step(x, *rest):
        state = rest[:2] if kind == "lstm" else rest[0]
        return KINDS[kind][0](x, state, *rest[len(parts(state)) :])

    assert torch.autograd.gradcheck(step, leaves)


def test_the_steps_of_one_unit_by_hand():
    one = torch.ones(1, 1, dtype=torch.float64)
    half = (0.5 * one).expand
    assert rnn_cell(one, 2 * one, half(1, 1), half(1, 1)).item() == pytest.approx(math.tanh(1.5), abs=1e-15)

    sigmoid = 1 / (1 + math.exp(-1.5))
    h, c = lstm_cell(one, (2 * one, 3 * one), half(4, 1), half(4, 1))
    assert c.item() == pytest.approx(sigmoid * 3 + sigmoid * math.tanh(1.5), abs=1e-15)
    assert h.item() == pytest.approx(sigmoid * math.tanh(c.item()), abs=1e-15)

    candidate = math.tanh(0.5 + sigmoid * 1.0)
    expected = (1 - sigmoid) * candidate + sigmoid * 2
    assert gru_cell(one, 2 * one, half(3, 1), half(3, 1)).item() == pytest.approx(expected, abs=1e-15)


def closed(kind, gate, hidden_size=4):
    """Return the arguments of a step with this gate pushed to 0."""
    x, state, weight_ih, weight_hh, bias_ih, bias_hh = arguments(kind)
    bias_ih[gate_slice(kind, gate, hidden_size)] = -1e3
    return x, state, weight_ih, weight_hh, bias_ih, bias_hh


def test_a_closed_gate_does_what_its_name_says():
    x, (h, c), *weights = closed("lstm", "f")
    assert torch.equal(lstm_cell(x, (h, c), *weights)[1], lstm_cell(x, (h, 9 * c), *weights)[1])

    x, (h, c), *weights = closed("lstm", "i")
    _, kept = lstm_cell(x, (h, c), *weights)
    assert (kept / c > 0).all()
    assert (kept.abs() < c.abs()).all()

    x, (h, c), *weights = closed("lstm", "o")
    assert torch.equal(lstm_cell(x, (h, c), *weights)[0], torch.zeros_like(h))

    x, h, *weights = closed("gru", "z")
    assert (gru_cell(x, 9 * h, *weights).abs() <= 1).all()


def test_the_projection_comes_after_the_output_gate_and_leaves_the_cell_alone():
    x, (h, c), weight_ih, weight_hh, *biases = arguments("lstm")
    small_h, small_hh, weight_hr = h[:, :3], weight_hh[:, :3], drawn(3, 4, seed=7)
    h_next, c_next = lstm_cell(x, (small_h, c), weight_ih, small_hh, *biases, weight_hr=weight_hr)
    padded = torch.cat([small_hh, torch.zeros(16, 1, dtype=torch.float64)], dim=1)
    wide_h, wide_c = torch.lstm_cell(x, (h, c), weight_ih, padded, *biases)
    assert_same((h_next, c_next), (wide_h @ weight_hr.T, wide_c))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_arguments_stay_as_they_were(kind):
    x, state, *weights = arguments(kind)
    tensors = [x, *parts(state), *weights]
    before = [tensor.clone() for tensor in tensors]
    KINDS[kind][0](x, state, *weights)
    assert all(map(torch.equal, tensors, before))


# --- bad input ----------------------------------------------------------------------------------------------

PLACES = {"x": 0, "h": 1, "weight_ih": 2, "weight_hh": 3, "bias_ih": 4, "bias_hh": 5}


@pytest.mark.parametrize(
    ("kind", "name", "shape", "message"),
    [
        ("rnn", "x", (2, 5), r"x has shape (2, 5); wanted is (N, 3)"),
        ("gru", "x", (2, 5, 3), r"x has shape (2, 5, 3); wanted is (N, 3)"),
        ("gru", "x", (), r"x has shape (); wanted is (N, 3)"),
        ("rnn", "h", (4,), r"h has shape (4,); wanted is (2, 4)"),
        ("gru", "h", (1, 4), r"h has shape (1, 4); wanted is (2, 4)"),
        ("rnn", "weight_ih", (3, 4), r"weight_ih has shape (3, 4); wanted is (4, 4)"),
        ("gru", "weight_ih", (16, 3), r"weight_ih has shape (16, 3); wanted is (12, 3)"),
        ("gru", "weight_hh", (4, 12), r"weight_hh has shape (4, 12); wanted is (36, 12)"),
        ("rnn", "weight_hh", (4,), r"weight_hh has shape (4,); wanted is two axes, rows and columns"),
        ("gru", "bias_ih", (4,), r"bias_ih has shape (4,); wanted is (12,)"),
        ("rnn", "bias_hh", (1, 4), r"bias_hh has shape (1, 4); wanted is (4,)"),
    ],
)
def test_a_shape_that_does_not_fit_is_named(kind, name, shape, message):
    given_arguments = list(arguments(kind))
    given_arguments[PLACES[name]] = drawn(*shape)
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        KINDS[kind][0](*given_arguments)
    assert str(caught.value) == message


def test_the_parts_of_an_lstm_state_are_named():
    x, (h, c), *weights = arguments("lstm")
    with pytest.raises(ValueError, match=r"^h has shape \(2, 3\); wanted is \(2, 4\)$"):
        lstm_cell(x, (h[:, :3], c), *weights)
    with pytest.raises(ValueError, match=r"^c has shape \(1, 4\); wanted is \(2, 4\)$"):
        lstm_cell(x, (h, c[:1]), *weights)
    with pytest.raises(ValueError, match=r"^state is a Tensor; wanted is the pair \(h, c\)$"):
        lstm_cell(x, h, *weights)
    with pytest.raises(ValueError, match=r"^state is a tuple; wanted is the pair \(h, c\)$"):
        lstm_cell(x, (h, c, c), *weights)
    with pytest.raises(ValueError, match=r"^weight_hr has shape \(3, 4\); wanted is \(4, 4\)$"):
        lstm_cell(x, (h, c), *weights, weight_hr=drawn(3, 4))


def test_an_unknown_nonlinearity_is_named():
    with pytest.raises(ValueError, match=r"^nonlinearity is 'sine'; wanted is one of tanh, relu$"):
        rnn_cell(*arguments("rnn"), nonlinearity="sine")
