import re

import pytest
import torch
from torch import nn

from course_utils.models import SineForecaster
from course_utils.runtime import seeded

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
ALL = [(cell, num_layers) for cell in LAYERS for num_layers in (1, 2)]


def build(cell="rnn", num_layers=1):
    with seeded(0):
        return SineForecaster(cell, hidden_size=5, num_layers=num_layers).double()


def signal(*shape):
    return torch.randn(*shape, 1, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(("cell", "num_layers"), ALL)
@pytest.mark.parametrize("shape", [(3, 7), (1, 7), (3, 1)])
def test_it_is_the_torch_layer_and_an_affine_map(cell, num_layers, shape):
    model, inputs = build(cell, num_layers), signal(*shape)
    layer = LAYERS[cell](1, 5, num_layers, batch_first=True).double()
    layer.load_state_dict(model.rnn.state_dict())
    predictions, _ = model(inputs)
    wanted = layer(inputs)[0] @ model.head.weight.T + model.head.bias
    torch.testing.assert_close(predictions, wanted, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("cell", "num_layers"), ALL)
def test_the_state_carries_on_between_pieces(cell, num_layers):
    model, inputs = build(cell, num_layers), signal(3, 7)
    first, state = model(inputs[:, :4])
    second, _ = model(inputs[:, 4:], state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), model(inputs)[0], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("cell", "num_layers"), ALL)
@pytest.mark.parametrize("horizon", [1, 2, 6])
def test_a_free_run_reads_its_own_answers(cell, num_layers, horizon):
    model, warm_up = build(cell, num_layers), signal(3, 4)
    told = warm_up
    for _ in range(horizon):  # the slow way: the whole past again for every step
        told = torch.cat([told, model(told)[0][:, -1:]], dim=1)
    forecast = model.free_run(warm_up, horizon)
    torch.testing.assert_close(forecast, told[:, 4:], rtol=0, atol=1e-12)
    assert not forecast.requires_grad


def test_the_config_builds_the_same_network_again():
    model = build("lstm", 2)
    again = SineForecaster(**model.config).double()
    again.load_state_dict(model.state_dict())
    assert torch.equal(again(signal(2, 3))[0], model(signal(2, 3))[0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"cell": "RNN"}, "cell is 'RNN'; wanted is one of rnn, gru, lstm"),
        ({"hidden_size": 0}, "hidden_size is 0; wanted is a whole number of at least 1"),
        ({"num_layers": 1.0}, "num_layers is 1.0; wanted is a whole number of at least 1"),
    ],
)
def test_bad_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        SineForecaster(**arguments)


@pytest.mark.parametrize("shape", [(3, 7), (3, 0, 1), (3, 7, 2)])
def test_signals_of_another_shape_are_named(shape):
    model, wrong = build(), torch.zeros(shape, dtype=torch.float64)
    message = f"has shape {shape}; wanted is (N, L, 1) with L at least 1"
    with pytest.raises(ValueError, match=f"^signal {re.escape(message)}$"):
        model(wrong)
    with pytest.raises(ValueError, match=f"^warm_up {re.escape(message)}$"):
        model.free_run(wrong, 2)


def test_a_horizon_that_is_none_is_named():
    with pytest.raises(ValueError, match="^horizon is 0; wanted is a whole number of at least 1$"):
        build().free_run(signal(1, 2), 0)
