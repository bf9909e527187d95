import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from course_utils.cells import unroll
from course_utils.runtime import seeded

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}

# torch 2.13 says so on the CPU when an LSTM projects; the layer computes all the same.
pytestmark = pytest.mark.filterwarnings(
    "ignore:LSTM with projections is not supported with oneDNN:UserWarning"
)


def drawn(*shape, seed=0):
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def layer_of(kind, input_size=3, hidden_size=4, num_layers=1, **options):
    with seeded(0):
        layer = LAYERS[kind](input_size, hidden_size, num_layers, **options).double()
        for parameter in layer.parameters():
            nn.init.normal_(parameter, std=0.7)
    return layer


def first_state(layer, batch=(2,)):
    stacked = layer.num_layers * (1 + layer.bidirectional)
    h_0 = drawn(stacked, *batch, layer.proj_size or layer.hidden_size, seed=1)
    return (h_0, 2 * drawn(stacked, *batch, layer.hidden_size, seed=2)) if layer.mode == "LSTM" else h_0


def tensors(result):
    """Return every tensor of (output, state), in order."""
    parts = [part if isinstance(part, tuple) else (part,) for part in result]
    return [tensor for part in parts for tensor in part]


def assert_same(ours, theirs):
    assert [type(part) for part in ours] == [type(part) for part in theirs]
    for one, other in zip(tensors(ours), tensors(theirs), strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            torch.testing.assert_close(one, other, rtol=1e-12, atol=1e-12)


@st.composite
def layers(draw):
    """Draw (kind, layer) over the argument space of torch's layers; dropout has no part in it."""
    kind = draw(st.sampled_from(["rnn", "gru", "lstm"]))
    hidden_size = draw(st.integers(1, 4))
    options = {name: draw(st.booleans()) for name in ("bias", "bidirectional", "batch_first")}
    if kind == "lstm" and hidden_size > 1:
        options["proj_size"] = draw(st.integers(0, hidden_size - 1))
    if kind == "rnn":
        options["nonlinearity"] = draw(st.sampled_from(["tanh", "relu"]))
    return kind, layer_of(kind, draw(st.integers(1, 4)), hidden_size, draw(st.integers(1, 3)), **options)


def options_of(layer):
    options = {"batch_first": layer.batch_first}
    return options | ({"nonlinearity": layer.nonlinearity} if isinstance(layer, nn.RNN) else {})


# --- equal to torch.nn --------------------------------------------------------------------------------------


@given(layers(), st.none() | st.integers(1, 4), st.integers(1, 5), st.booleans())
def test_padded_sequences_are_read_as_by_torch(drawn_layer, batch, length, with_state):
    kind, layer = drawn_layer
    axes = (length,) if batch is None else (batch, length) if layer.batch_first else (length, batch)
    inputs = drawn(*axes, layer.input_size)
    state = first_state(layer, () if batch is None else (batch,)) if with_state else None
    ours = unroll(kind, layer.state_dict(), inputs, state, **options_of(layer))
    assert_same(ours, layer(inputs, state))


@given(layers(), st.lists(st.integers(1, 5), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_packed_sequences_are_read_as_by_torch(drawn_layer, lengths, enforce_sorted, with_state):
    kind, layer = drawn_layer
    lengths = sorted(lengths, reverse=True) if enforce_sorted else lengths
    padded = drawn(max(lengths), len(lengths), layer.input_size)
    packed = pack_padded_sequence(padded, lengths, enforce_sorted=enforce_sorted)
    state = first_state(layer, (len(lengths),)) if with_state else None
    ours = unroll(kind, layer.state_dict(), packed, state, **options_of(layer))
    assert_same(ours, layer(packed, state))
    assert isinstance(ours[0], PackedSequence)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_the_gradients_are_those_of_torch(kind, packed):
    layer = layer_of(kind, num_layers=2, bidirectional=True, batch_first=True)
    inputs, state = drawn(2, 5, 3).requires_grad_(), first_state(layer)
    for part in state if kind == "lstm" else (state,):
        part.requires_grad_()
    leaves = [inputs, *(state if kind == "lstm" else (state,)), *layer.parameters()]

    def gradients(read):
        read_inputs = pack_padded_sequence(inputs, [5, 3], batch_first=True) if packed else inputs
        output, final = read(read_inputs, state)
        results = [output.data if packed else output, *(final if kind == "lstm" else (final,))]
        loss = sum((drawn(*result.shape, seed=3) * result).sum() for result in results)
        return torch.autograd.grad(loss, leaves)

    ours = gradients(lambda *read: unroll(kind, layer, *read))
    for one, other in zip(ours, gradients(layer), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-11)
        assert other.abs().max() > 0


@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_the_gradients_are_those_of_finite_differences(kind):
    layer = layer_of(kind, 2, 3, 2, bidirectional=True)
    names = [name for name, _ in layer.named_parameters()]

    def read(inputs, *values):
        output, final = unroll(kind, dict(zip(names, values, strict=True)), inputs, batch_first=False)
        return output, *(final if kind == "lstm" else (final,))

    assert torch.autograd.gradcheck(
        read, [drawn(3, 1, 2).requires_grad_(), *layer.parameters()], fast_mode=True
    )


# --- what it stands for -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_the_layer_itself_gives_its_parameters(kind):
    layer, inputs = layer_of(kind), drawn(2, 5, 3)
    output, _ = unroll(kind, layer, inputs)
    assert torch.equal(output, unroll(kind, layer.state_dict(), inputs)[0])
    assert output.requires_grad


@pytest.mark.parametrize("kind", sorted(LAYERS))
def test_two_pieces_with_the_state_between_them_are_the_whole(kind):
    layer, inputs = layer_of(kind, num_layers=2), drawn(2, 5, 3)
    whole = unroll(kind, layer, inputs)
    first, between = unroll(kind, layer, inputs[:, :2])
    second, final = unroll(kind, layer, inputs[:, 2:], between)
    assert_same((torch.cat([first, second], dim=1), final), whole)


def test_the_last_output_is_the_final_state_of_the_last_layer_where_each_direction_ends():
    output, h_n = unroll("gru", layer_of("gru", num_layers=2, bidirectional=True), drawn(2, 5, 3))
    assert torch.equal(output[:, -1, :4], h_n[-2])
    assert torch.equal(output[:, 0, 4:], h_n[-1])


def test_what_follows_a_packed_sequence_in_the_padding_is_never_read():
    layer, inputs = layer_of("lstm", bidirectional=True), drawn(2, 5, 3)
    changed = inputs.clone()
    changed[1, 3:] = 9
    results = [
        unroll("lstm", layer, pack_padded_sequence(padded, [5, 3], batch_first=True))
        for padded in (inputs, changed)
    ]
    assert all(map(torch.equal, tensors(results[0])[:2], tensors(results[1])[:2]))
    _, (alone, _) = unroll("lstm", layer, inputs[1:, :3])
    torch.testing.assert_close(results[0][1][0][:, 1:], alone, rtol=0, atol=1e-12)


# --- bad input ----------------------------------------------------------------------------------------------


def refused(kind, parameters, inputs, state=None, **options):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        unroll(kind, parameters, inputs, state, **options)
    return str(caught.value)


@pytest.mark.parametrize("shape", [(3,), (2, 5, 4), (0, 5, 3), (2, 0, 3), (1, 2, 5, 3)])
def test_inputs_of_another_shape_are_named(shape):
    layer = layer_of("gru")
    message = f"inputs has shape {shape}; wanted is (N, L, 3) with N and L at least 1"
    assert refused("gru", layer, drawn(*shape)) == message
    message = message.replace("(N, L, 3)", "(L, N, 3)")
    assert refused("gru", layer, drawn(*shape), batch_first=False) == message


def test_packed_inputs_of_another_width_are_named():
    packed = pack_padded_sequence(drawn(5, 2, 4), [5, 3])
    assert refused("rnn", layer_of("rnn"), packed) == "inputs.data has shape (8, 4); wanted is (8, 3)"


def test_a_state_that_does_not_fit_is_named():
    lstm, gru, inputs = layer_of("lstm", num_layers=2), layer_of("gru", num_layers=2), drawn(2, 5, 3)
    h_0, c_0 = first_state(lstm)
    message = "h_0 has shape (1, 2, 4); wanted is (2, 2, 4)"
    assert refused("gru", gru, inputs, h_0[:1]) == message
    assert refused("lstm", lstm, inputs, (h_0[:1], c_0)) == message
    assert refused("lstm", lstm, inputs, (h_0, c_0[:, :1])) == "c_0 has shape (2, 1, 4); wanted is (2, 2, 4)"
    assert refused("lstm", lstm, inputs, h_0) == "state holds 1 tensor(s); wanted is 2: h_0 and c_0"
    assert refused("gru", gru, inputs, (h_0, c_0)) == "state holds 2 tensor(s); wanted is 1: h_0"


def test_parameters_that_are_no_layer_are_named():
    inputs, parameters = drawn(2, 5, 3), dict(layer_of("gru", num_layers=2).named_parameters())
    wanted = "; wanted are weight_ih_l0, weight_hh_l0, bias_ih_l0"
    without = {name: value for name, value in parameters.items() if name != "weight_hh_l1"}
    assert refused("gru", without, inputs).startswith("parameters lacks weight_hh_l1" + wanted)
    more = parameters | {"head": inputs}
    assert refused("gru", more, inputs).startswith("parameters has the unknown name head" + wanted)
    changed = parameters | {"bias_hh_l1": drawn(4)}
    assert refused("gru", changed, inputs) == "bias_hh_l1 has shape (4,); wanted is (12,)"
    message = "parameters has no matrix weight_ih_l0; wanted are the names of a torch.nn layer"
    assert refused("gru", {f"rnn.{name}": value for name, value in parameters.items()}, inputs) == message
    assert refused("lstm", layer_of("gru"), inputs) == "weight_ih_l0 has shape (12, 3); wanted is (16, 3)"


def test_an_unknown_kind_or_nonlinearity_is_named():
    layer, inputs = layer_of("gru"), drawn(2, 5, 3)
    assert refused("elman", layer, inputs) == "kind is 'elman'; wanted is one of rnn, gru, lstm"
    message = "nonlinearity is 'relu'; only an rnn has the choice, wanted is 'tanh'"
    assert refused("gru", layer, inputs, nonlinearity="relu") == message
    message = "nonlinearity is 'sine'; wanted is one of tanh, relu"
    assert refused("rnn", layer_of("rnn"), inputs, nonlinearity="sine") == message
