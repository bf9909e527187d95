import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.inspection import (
    belief_per_row,
    global_norm,
    gradient_norms,
    influence,
    influence_on_halves,
    trajectory,
)
from course_utils.models import RowClassifier
from course_utils.runtime import seeded

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}

# torch 2.13 says so on the CPU when an LSTM projects; the layer computes all the same.
pytestmark = pytest.mark.filterwarnings(
    "ignore:LSTM with projections is not supported with oneDNN:UserWarning"
)


def network(cell="lstm", **changes):
    with seeded(0):
        model = RowClassifier(cell, 3, 4, num_classes=6, **changes).double()
        for parameter in model.parameters():
            nn.init.normal_(parameter)
    return model


def layer_of(cell, num_layers=1, **options):
    with seeded(0):
        layer = LAYERS[cell](3, 4, num_layers, **options).double()
        for parameter in layer.parameters():
            nn.init.normal_(parameter, std=0.5)
    return layer


def random_rows(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


# --- belief_per_row -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("shape", [(7, 5, 3), (1, 5, 3), (7, 1, 3)])
def test_one_pass_gives_the_same_for_a_one_way_network(cell, num_layers, shape):
    model, rows = network(cell, num_layers=num_layers), random_rows(*shape)
    output, _ = model.rnn(rows)
    expected = model.head(output).softmax(dim=-1)
    torch.testing.assert_close(belief_per_row(model, rows), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("read_out", ["last", "ends", "mean", "max"])
def test_a_two_way_network_is_asked_about_every_prefix(read_out):
    model, rows = network("gru", bidirectional=True, read_out=read_out), random_rows(7, 5, 3)
    beliefs = belief_per_row(model, rows)
    for seen in range(1, 6):
        expected = model(rows[:, :seen]).softmax(dim=1)
        torch.testing.assert_close(beliefs[:, seen - 1], expected, rtol=0, atol=1e-12)


def test_later_rows_do_not_change_earlier_beliefs():
    model, rows = network(bidirectional=True, read_out="mean"), random_rows(7, 5, 3)
    changed = rows.clone()
    changed[:, 3:] = 9
    before, after = belief_per_row(model, rows), belief_per_row(model, changed)
    assert torch.equal(before[:, :3], after[:, :3])
    assert (before[:, 3:] != after[:, 3:]).all()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 4), st.integers(1, 6), st.booleans())
def test_beliefs_are_probabilities(batch, length, bidirectional):
    beliefs = belief_per_row(network(bidirectional=bidirectional), random_rows(batch, length, 3))
    assert beliefs.shape == (batch, length, 6)
    assert (beliefs >= 0).all()
    torch.testing.assert_close(beliefs.sum(dim=-1), torch.ones(batch, length).double(), rtol=0, atol=1e-12)


class Watcher(nn.Module):
    def __init__(self):
        super().__init__()
        self.seen = []

    def forward(self, rows):
        self.seen.append((rows.shape[1], self.training, torch.is_grad_enabled()))
        if rows.shape[2] != 3:
            raise LookupError("from the model")
        return rows.mean(dim=1)


@pytest.mark.parametrize("training", [True, False])
def test_the_model_is_asked_in_eval_mode_without_a_graph_and_put_back(training):
    model = Watcher().train(training)
    beliefs = belief_per_row(model, random_rows(2, 3, 3).requires_grad_())
    assert not beliefs.requires_grad
    assert model.seen == [(1, False, False), (2, False, False), (3, False, False)]
    assert model.training is training
    assert torch.is_grad_enabled()
    with pytest.raises(LookupError, match="from the model"):
        belief_per_row(model, random_rows(2, 3, 4))
    assert model.training is training


@pytest.mark.parametrize("shape", [(5, 3), (2, 1, 5, 3), (2, 0, 3)])
def test_rows_of_another_shape_are_named(shape):
    with pytest.raises(
        ValueError, match=r"^rows has shape \(.*\); wanted is \(N, L, H_in\) with L at least 1$"
    ):
        belief_per_row(network(), random_rows(*shape))


@pytest.mark.parametrize("measure", [belief_per_row, influence])
def test_every_part_of_a_network_gets_back_its_own_mode(measure):
    model = network(num_layers=2).train()
    model.rnn.dropout = 0.5
    model.head.eval()
    first, second = (measure(model, random_rows(2, 3, 3)) for _ in range(2))
    assert torch.equal(first, second), "dropout was on"
    assert (model.training, model.rnn.training, model.head.training) == (True, True, False)
    assert model.rnn.dropout == 0.5


# --- influence ----------------------------------------------------------------------------------------------


def last_of(layer):
    return lambda rows: layer(rows)[0][:, -1]


def norms_by_differences(function, inputs, width=1e-6):
    """Return the influence from central differences: one number of one sequence at a time."""
    squares = torch.zeros(inputs.shape[:2], dtype=inputs.dtype)
    for n, t, feature in torch.cartesian_prod(*map(torch.arange, inputs.shape)).tolist():
        shift = torch.zeros_like(inputs)
        shift[n, t, feature] = width
        with torch.no_grad():
            slope = (function(inputs + shift) - function(inputs - shift)) / (2 * width)
        assert not slope[torch.arange(len(slope)) != n].any(), "one sequence moved another"
        squares[n, t] += slope[n].square().sum()
    return squares.sqrt()


@pytest.mark.parametrize("cell", sorted(LAYERS))
@pytest.mark.parametrize("shape", [(2, 5, 3), (1, 5, 3), (2, 1, 3)])
def test_influence_is_that_of_finite_differences(cell, shape):
    function, rows = last_of(layer_of(cell, num_layers=2, batch_first=True)), random_rows(*shape)
    expected = norms_by_differences(function, rows)
    torch.testing.assert_close(influence(function, rows), expected, rtol=1e-6, atol=1e-8)


def test_influence_is_the_norm_of_the_jacobian_of_autograd():
    model, rows = network("gru", bidirectional=True, read_out="mean"), random_rows(2, 5, 3)
    jacobian = torch.autograd.functional.jacobian(model, rows)  # (N, F, N, L, H_in)
    expected = torch.stack([jacobian[n, :, n].square().sum(dim=(0, 2)).sqrt() for n in range(2)])
    torch.testing.assert_close(influence(model, rows), expected, rtol=0, atol=1e-12)


def test_influence_of_a_linear_memory_is_a_power_of_its_factor():
    factor, rows = 0.5, random_rows(2, 6, 3)
    weights = factor ** torch.arange(5, -1, -1, dtype=torch.float64)
    faded = influence(lambda x: (x * weights[:, None]).sum(dim=1), rows)
    torch.testing.assert_close(faded, (math.sqrt(3) * weights).expand(2, 6), rtol=1e-14, atol=0)


@pytest.mark.parametrize(("dtype", "tiny"), [(torch.float32, 1e-40), (torch.float64, 1e-300)])
def test_a_tiny_influence_is_not_rounded_to_zero_nor_a_huge_one_to_infinity(dtype, tiny):
    rows = random_rows(2, 3, 3).to(dtype)
    scales = torch.tensor([tiny, 0.0, 1e30], dtype=dtype)
    measured = influence(lambda x: (x * scales[:, None]).sum(dim=1), rows)
    torch.testing.assert_close(measured, (math.sqrt(3) * scales).expand(2, 3), rtol=1e-4, atol=0)
    assert torch.equal(measured == 0, torch.tensor([[False, True, False]] * 2))


def test_an_infinite_derivative_is_shown_as_such():
    rows = torch.zeros(1, 2, 1)
    assert influence(lambda x: x[:, 0].sqrt(), rows).tolist()[0][0] == math.inf


@pytest.mark.parametrize("cell", sorted(LAYERS))
def test_steps_that_come_later_have_no_influence_at_all(cell):
    layer = layer_of(cell, num_layers=2, batch_first=True)
    measured = influence(lambda rows: layer(rows)[0][:, 2], random_rows(2, 5, 3))
    assert (measured[:, :3] > 0).all()
    assert torch.equal(measured[:, 3:], torch.zeros(2, 2, dtype=torch.float64))


def test_what_is_cut_off_or_left_out_has_no_influence_at_all():
    layer, rows = layer_of("gru", batch_first=True), random_rows(2, 5, 3)

    def truncated(rows):
        _, state = layer(rows[:, :3])
        return last_of(layer)(rows[:, 3:]) + 0 * state[0].detach()

    assert torch.equal(influence(truncated, rows) > 0, torch.tensor([[False] * 3 + [True] * 2] * 2))
    constant = influence(lambda rows: layer(torch.ones_like(rows))[0][:, -1], rows)
    assert torch.equal(constant, torch.zeros(2, 5, dtype=torch.float64))


@pytest.mark.parametrize(
    "measure", [influence, lambda model, rows: influence_on_halves(model.rnn, rows, 1)[0]]
)
def test_measuring_leaves_gradients_inputs_and_switches_alone(measure):
    model, rows = network(bidirectional=True), random_rows(2, 3, 3)
    model.head.weight.grad = torch.ones_like(model.head.weight)
    before = rows.clone()
    with torch.no_grad():
        measured = measure(model, rows)
        assert not torch.is_grad_enabled()
    assert not measured.requires_grad
    assert torch.equal(rows, before)
    assert rows.grad is None
    assert not rows.requires_grad
    assert [name for name, weight in model.named_parameters() if weight.grad is not None] == ["head.weight"]
    assert torch.equal(model.head.weight.grad, torch.ones_like(model.head.weight))


def test_modes_come_back_after_an_error():
    model = network(num_layers=2).eval()
    model.rnn.dropout = 0.5
    with pytest.raises(ValueError, match="rows has shape"):
        influence(model, random_rows(2, 3, 4))
    assert [part for part in model.modules() if part.training] == []
    assert model.rnn.dropout == 0.5


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda rows: rows, "function(inputs) has shape (2, 5, 3); wanted is (N, F) with N = 2"),
        (lambda rows: rows.sum(dim=0), "function(inputs) has shape (5, 3); wanted is (N, F) with N = 2"),
        (lambda rows: rows[:, 0, :0], "function(inputs) has shape (2, 0); wanted is (N, F) with N = 2"),
        (lambda rows: (rows, rows), "function(inputs) is a tuple; wanted is a tensor (N, F)"),
        (
            lambda rows: rows[:, 0].detach(),
            "function(inputs) has no gradient; wanted is one computed outside torch.no_grad()",
        ),
    ],
)
def test_a_function_that_cannot_be_measured_is_told_why(function, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        influence(function, random_rows(2, 5, 3))
    assert str(caught.value) == message


@pytest.mark.parametrize("shape", [(5, 3), (2, 1, 5, 3), (2, 0, 3), (0, 5, 3), (2, 5, 0)])
def test_inputs_of_another_shape_are_named(shape):
    with pytest.raises(ValueError, match=r"^inputs has shape \(.*\); wanted is \(N, L, H_in\) with N and L"):
        influence(network(), random_rows(*shape))


def test_inputs_that_have_no_derivative_are_named():
    message = r"^inputs is of type torch.int64; wanted is a floating point type$"
    with pytest.raises(ValueError, match=message):
        influence(network(), torch.ones(2, 5, 3, dtype=torch.int64))


# --- influence_on_halves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("cell", sorted(LAYERS))
def test_the_halves_are_those_of_finite_differences(cell, batch_first):
    layer, rows = layer_of(cell, 2, bidirectional=True, batch_first=batch_first), random_rows(2, 5, 3)

    def half(columns):
        if batch_first:
            return lambda rows: layer(rows)[0][:, 1, columns]
        return lambda rows: layer(rows.transpose(0, 1))[0][1, :, columns]

    measured = influence_on_halves(layer, rows, 1)
    for ours, columns in zip(measured, (slice(0, 4), slice(4, 8)), strict=True):
        expected = norms_by_differences(half(columns), rows)
        torch.testing.assert_close(ours, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("cell", sorted(LAYERS))
def test_with_one_layer_each_half_sees_its_side_and_with_two_both_see_all(cell, step):
    steps, rows = torch.arange(4), random_rows(2, 4, 3)
    forward, backward = influence_on_halves(layer_of(cell, bidirectional=True, dropout=0.0), rows, step)
    assert torch.equal(forward > 0, (steps <= step).expand(2, 4))
    assert torch.equal(backward > 0, (steps >= step).expand(2, 4))
    assert torch.equal(forward == 0, (steps > step).expand(2, 4))
    for half in influence_on_halves(layer_of(cell, 2, bidirectional=True), rows, step):
        assert (half > 0).all()


def test_the_halves_of_a_projected_layer_are_those_of_its_output():
    layer = layer_of("lstm", bidirectional=True, proj_size=2, batch_first=True)
    forward, backward = influence_on_halves(layer, random_rows(2, 4, 3), 1)
    assert torch.equal(forward > 0, torch.tensor([[True, True, False, False]] * 2))
    assert torch.equal(backward > 0, torch.tensor([[False, True, True, True]] * 2))


def test_the_halves_are_measured_without_dropout():
    layer = layer_of("gru", 2, bidirectional=True, dropout=0.5).train()
    first, second = (influence_on_halves(layer, random_rows(2, 4, 3), 1) for _ in range(2))
    assert all(map(torch.equal, first, second))
    assert (layer.training, layer.dropout) == (True, 0.5)


def test_halves_that_do_not_exist_are_named():
    rows, layer = random_rows(2, 5, 3), layer_of("rnn", bidirectional=True)
    with pytest.raises(ValueError, match=r"^rnn is GRU\(3, 4\); wanted is .* with bidirectional=True$"):
        influence_on_halves(layer_of("gru"), rows, 0)
    with pytest.raises(ValueError, match=r"^rnn is a RowClassifier; wanted is"):
        influence_on_halves(network(), rows, 0)
    for step in (-1, 5):
        with pytest.raises(ValueError, match=rf"^step is {step}; wanted is 0 up to L - 1 = 4$"):
            influence_on_halves(layer, rows, step)
    with pytest.raises(ValueError, match=r"^inputs has shape \(2, 5, 4\); wanted is \(N, L, 3\)"):
        influence_on_halves(layer, random_rows(2, 5, 4), 0)


# --- gradient norms -----------------------------------------------------------------------------------------


def test_gradient_norms_are_those_that_clipping_measures():
    model = network("gru", num_layers=2)
    model(random_rows(2, 5, 3)).square().sum().backward()
    norms = gradient_norms(model)
    assert list(norms) == [name for name, _ in model.named_parameters()]
    for name, parameter in model.named_parameters():
        assert norms[name] == pytest.approx(parameter.grad.square().sum().sqrt().item(), rel=1e-12)
    total = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1e9).item()
    assert global_norm(model) == pytest.approx(total, rel=1e-12)


def test_gradient_norms_by_hand():
    layer = nn.Linear(2, 1).double()
    layer(torch.tensor([[3.0, 4.0]], dtype=torch.float64)).sum().backward()
    assert gradient_norms(layer) == {"weight": 5.0, "bias": 1.0}
    assert global_norm(layer) == pytest.approx(math.sqrt(26), rel=1e-15)
    layer.weight.grad.mul_(1e-200)
    layer.bias.grad.zero_()
    assert global_norm(layer) == pytest.approx(5e-200, rel=1e-12)


def test_parameters_without_a_gradient_are_left_out_and_nothing_at_all_is_told():
    model = network()
    model.head(model.rnn(random_rows(2, 5, 3))[0].detach()).sum().backward()
    assert list(gradient_norms(model)) == ["head.weight", "head.bias"]
    for measure in (gradient_norms, global_norm):
        with pytest.raises(
            ValueError, match=r"^module has no gradients; wanted .* loss.backward\(\) was called$"
        ):
            measure(network())


# --- trajectory ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("with_state", [True, False])
@pytest.mark.parametrize("cell", sorted(LAYERS))
@pytest.mark.parametrize("shape", [(2, 5, 3), (1, 5, 3), (2, 1, 3)])
def test_a_trajectory_is_the_final_state_of_every_prefix(cell, with_state, batch_first, shape):
    layer, rows = layer_of(cell, batch_first=batch_first), random_rows(*shape)
    start = (random_rows(1, shape[0], 4), 2 + random_rows(1, shape[0], 4)) if with_state else None
    start = start[0] if with_state and cell != "lstm" else start
    parts = trajectory(layer, rows, start)
    assert [tuple(part.shape) for part in parts] == [(*shape[:2], 4)] * (2 if cell == "lstm" else 1)
    assert not parts[0].requires_grad
    for seen in range(1, shape[1] + 1):
        prefix = rows[:, :seen] if batch_first else rows[:, :seen].transpose(0, 1)
        _, final = layer(prefix, start)
        for part, expected in zip(parts, final if cell == "lstm" else (final,), strict=True):
            torch.testing.assert_close(part[:, seen - 1], expected[0], rtol=0, atol=1e-12)


def test_the_trajectory_of_a_projected_layer_has_two_widths():
    h, c = trajectory(layer_of("lstm", proj_size=2), random_rows(2, 5, 3))
    assert (tuple(h.shape), tuple(c.shape)) == ((2, 5, 2), (2, 5, 4))


def test_trajectories_that_do_not_exist_are_named():
    rows, state = random_rows(2, 5, 3), random_rows(1, 2, 4)
    for layer in (layer_of("gru", 2), layer_of("gru", bidirectional=True), network()):
        with pytest.raises(ValueError, match=r"^rnn is .*; wanted is .* of one layer and direction$"):
            trajectory(layer, rows)
    with pytest.raises(ValueError, match=r"^inputs has shape \(2, 5, 4\); wanted is \(N, L, 3\)"):
        trajectory(layer_of("gru"), random_rows(2, 5, 4))
    with pytest.raises(ValueError, match=r"^h_0 has shape \(2, 4\); wanted is \(1, 2, 4\)$"):
        trajectory(layer_of("gru"), rows, state[0])
    with pytest.raises(ValueError, match=r"^c_0 has shape \(1, 2, 3\); wanted is \(1, 2, 4\)$"):
        trajectory(layer_of("lstm"), rows, (state, state[..., :3]))
    with pytest.raises(ValueError, match=r"^state holds 1 tensor\(s\); wanted is 2: h_0 and c_0$"):
        trajectory(layer_of("lstm"), rows, state)
    with pytest.raises(ValueError, match=r"^state holds 2 tensor\(s\); wanted is 1: h_0$"):
        trajectory(layer_of("gru"), rows, (state, state))
