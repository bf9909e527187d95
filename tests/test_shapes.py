import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.shapes import (
    GATE_ORDER,
    count_parameters,
    gate_slice,
    output_shape,
    parameter_shapes,
    state_shapes,
)

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


@st.composite
def layer_arguments(draw):
    kind = draw(st.sampled_from(sorted(LAYERS)))
    hidden_size = draw(st.integers(1, 7))
    projected = kind == "lstm" and hidden_size > 1
    return {
        "kind": kind,
        "input_size": draw(st.integers(1, 7)),
        "hidden_size": hidden_size,
        "num_layers": draw(st.integers(1, 3)),
        "bias": draw(st.booleans()),
        "bidirectional": draw(st.booleans()),
        "proj_size": draw(st.integers(0, hidden_size - 1)) if projected else 0,
    }


def build(arguments, **more):
    options = {
        name: value
        for name, value in arguments.items()
        if name != "kind" and (name, value) != ("proj_size", 0)
    }
    return LAYERS[arguments["kind"]](**options, **more)


@settings(deadline=None)
@given(layer_arguments())
def test_parameters_are_those_of_the_layer(arguments):
    named = {name: tuple(parameter.shape) for name, parameter in build(arguments).named_parameters()}
    assert parameter_shapes(**arguments) == named
    assert list(parameter_shapes(**arguments)) == list(named)
    assert count_parameters(**arguments) == sum(p.numel() for p in build(arguments).parameters())


# torch 2.13 says so on the CPU when an LSTM projects; the layer computes all the same.
@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN:UserWarning")
@settings(deadline=None)
@given(layer_arguments(), st.none() | st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_states_and_output_are_those_of_the_layer(arguments, batch, length, batch_first):
    layer = build(arguments, batch_first=batch_first)
    axes = (length,) if batch is None else (batch, length) if batch_first else (length, batch)
    output, state = layer(torch.zeros(*axes, arguments["input_size"]))
    states = state if arguments["kind"] == "lstm" else (state,)

    common = {"bidirectional": arguments["bidirectional"], "proj_size": arguments["proj_size"]}
    expected = state_shapes(
        arguments["kind"], arguments["hidden_size"], batch, arguments["num_layers"], **common
    )
    assert list(expected.values()) == [tuple(s.shape) for s in states]
    assert output_shape(arguments["hidden_size"], batch, length, batch_first=batch_first, **common) == tuple(
        output.shape
    )


@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_gate_slices_tile_the_rows_in_order(kind):
    rows = [row for gate in GATE_ORDER[kind] for row in range(100)[gate_slice(kind, gate, 5)]]
    assert rows == list(range(5 * len(GATE_ORDER[kind])))


def test_the_forget_gate_is_the_second_block_of_an_lstm():
    torch.manual_seed(0)
    layer = nn.LSTM(3, 4).double()
    x, h, c = (torch.randn(1, n, dtype=torch.float64) for n in (3, 4, 4))
    with torch.no_grad():
        layer.bias_ih_l0[gate_slice("lstm", "f", 4)] = -1e3
        _, (_, forgotten) = layer(x, (h, c))
        _, (_, same) = layer(x, (h, 100 * c))
    assert torch.equal(forgotten, same)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("elman", 3, 4), "kind is 'elman'; wanted is one of rnn, gru, lstm"),
        (("rnn", 0, 4), "input_size is 0; wanted is at least 1"),
        (("rnn", 3, -1), "hidden_size is -1; wanted is at least 1"),
        (("rnn", 3, 4, 0), "num_layers is 0; wanted is at least 1"),
    ],
)
def test_bad_sizes_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        parameter_shapes(*arguments)


def test_projections_that_torch_refuses_are_refused():
    with pytest.raises(ValueError, match="only nn.LSTM can project"):
        parameter_shapes("gru", 3, 4, proj_size=2)
    with pytest.raises(ValueError, match="proj_size is 4; wanted is 0 up to hidden_size - 1 = 3"):
        parameter_shapes("lstm", 3, 4, proj_size=4)


def test_other_bad_input_is_named():
    with pytest.raises(ValueError, match="gate is 'z'; a lstm has i, f, g, o"):
        gate_slice("lstm", "z", 4)
    with pytest.raises(ValueError, match="batch is 0"):
        state_shapes("rnn", 4, 0)
    with pytest.raises(ValueError, match="length is 0"):
        output_shape(4, 2, 0)
