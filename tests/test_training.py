import random
import re
from itertools import chain
from math import inf, nan

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss

from course_utils.models import RowClassifier
from course_utils.runtime import seeded
from course_utils.training import evaluate, fit, predict


def problem(count=10, length=5, width=3):
    """Rows of noise; the class is written in the very first number, so it has to be remembered."""
    rows = torch.randn(count, length, width, generator=torch.Generator().manual_seed(1))
    return rows, (rows[:, 0, 0] > 0).long()


def network(cell="gru", **changes):
    with seeded(0):
        return RowClassifier(cell, 3, 8, num_classes=2, **changes)


def linear(seed=0):
    """A float64 network whose gradient norms lie well above 1 at first and fall in steps of unequal size."""
    with seeded(seed):
        return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()


def linear_problem(count=10):
    numbers = torch.randn(count, 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    return 3 * numbers, torch.arange(count) % 2


def parameters(model):
    return [parameter.detach().clone() for parameter in model.parameters()]


class Spy(nn.Module):
    """Passes batches on to a linear layer and remembers what it saw."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(1, 2)
        self.batches, self.modes, self.graphs = [], [], []

    def forward(self, x):
        self.batches.append(x[:, 0].tolist())
        self.modes.append(self.training)
        self.graphs.append(torch.is_grad_enabled())
        return self.layer(x)


def numbered(count):
    return torch.arange(count, dtype=torch.float32)[:, None], torch.zeros(count, dtype=torch.long)


# --- learning ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_cell_learns_what_it_must_remember(cell):
    rows, labels = problem(300)
    model = network(cell)
    before = evaluate(model, rows, labels)
    history = fit(model, rows, labels, epochs=15, batch_size=20, learning_rate=0.03)
    after = evaluate(model, rows, labels)
    assert before.accuracy < 0.7
    assert after.accuracy > 0.95
    assert after.loss < before.loss / 3
    assert history.loss[-10:].mean() < history.loss[:10].mean() / 3


def adam_by_hand(model, inputs, targets, steps, batch_size, learning_rate, clip):
    """Adam as Kingma and Ba wrote it, after ``clip`` has had its hands on the list of gradients."""
    generator = torch.Generator().manual_seed(0)
    batches = [
        b for _ in range(steps) for b in torch.randperm(len(inputs), generator=generator).split(batch_size)
    ]
    weights = list(model.parameters())
    first, second = ([torch.zeros_like(w) for w in weights] for _ in range(2))
    norms = []
    for t, batch in enumerate(batches[:steps], start=1):
        gradients = torch.autograd.grad(cross_entropy(model(inputs[batch]), targets[batch]), weights)
        norms.append(torch.cat([g.flatten() for g in gradients]).norm().item())
        with torch.no_grad():
            for w, g, m, v in zip(weights, clip(gradients), first, second, strict=True):
                m.mul_(0.9).add_(0.1 * g)
                v.mul_(0.999).add_(0.001 * g**2)
                w -= learning_rate * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
    return norms


def clip_together(gradients, limit=0.5):
    norm = torch.cat([g.flatten() for g in gradients]).norm()
    return [g * min(1, limit / (norm + 1e-6)) for g in gradients]


def clip_each(gradients, limit=0.5):
    return [g * min(1, limit / (g.norm() + 1e-6)) for g in gradients]


def distance(model, other):
    pairs = zip(model.parameters(), other.parameters(), strict=True)
    return max((a - b).abs().max().item() for a, b in pairs)


def test_training_is_backward_clip_step_with_adam():
    inputs, targets = linear_problem(20)
    options = {"batch_size": 4, "learning_rate": 0.05}
    model = linear()
    history = fit(model, inputs, targets, epochs=4, schedule="constant", clip_norm=0.5, **options)

    by_hand = {}
    for clip in (clip_together, clip_each, list):
        other = linear()
        norms = adam_by_hand(other, inputs, targets, 20, clip=clip, **options)
        by_hand[clip] = distance(model, other)
        if clip is clip_together:
            np.testing.assert_allclose(history.gradient_norm, norms, rtol=1e-9)
    assert max(norms) > 0.5 > min(norms)
    assert by_hand[clip_together] < 1e-10
    assert by_hand[clip_each] > 1e-4
    assert by_hand[list] > 1e-4


def test_without_clip_norm_nothing_is_clipped():
    inputs, targets = linear_problem(20)
    options = {"batch_size": 4, "learning_rate": 0.05}
    model, other = linear(), linear()
    history = fit(model, inputs, targets, epochs=4, schedule="constant", clip_norm=None, **options)
    norms = adam_by_hand(other, inputs, targets, 20, clip=list, **options)
    assert distance(model, other) < 1e-10
    np.testing.assert_allclose(history.gradient_norm, norms, rtol=1e-9)


@pytest.mark.parametrize(
    ("schedule", "first", "highest", "last"), [("one-cycle", 0.04, 1, 4e-6), ("constant", 1, 1, 1)]
)
def test_the_learning_rate_follows_the_schedule(monkeypatch, schedule, first, highest, last):
    rates = []

    class Watched(torch.optim.Adam):
        def step(self, *arguments):
            rates.append(self.param_groups[0]["lr"])
            return super().step(*arguments)

    monkeypatch.setattr(torch.optim, "Adam", Watched)
    fit(linear(), *linear_problem(10), epochs=5, batch_size=1, learning_rate=0.02, schedule=schedule)
    assert len(rates) == 50
    assert rates[0] == pytest.approx(first * 0.02)
    assert max(rates) == pytest.approx(highest * 0.02)
    assert rates[-1] == pytest.approx(last * 0.02)
    peak = rates.index(max(rates))
    assert rates == sorted(rates[:peak]) + sorted(rates[peak:], reverse=True)


def test_any_loss_function_and_targets_will_do():
    inputs, _ = linear_problem()
    targets = inputs[:, :2].clone()
    history = fit(linear(), inputs, targets, epochs=40, batch_size=5, loss_function=mse_loss)
    assert history.loss[-1] < history.loss[0] / 2


def test_frozen_parameters_stay_as_they_are():
    model = linear()
    model[0].requires_grad_(False)
    before = parameters(model)
    fit(model, *linear_problem())
    moved = [not torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True)]
    assert moved == [False, False, True, True]


# --- order, seeds, record ---------------------------------------------------------------------------------


def test_the_order_of_the_examples_comes_from_the_seed_alone():
    orders = []
    for surroundings, seed in ((1, 0), (2, 0), (1, 5)):
        spy = Spy()
        with seeded(surroundings):
            fit(spy, *numbered(10), epochs=2, batch_size=4, seed=seed)
        orders.append(spy.batches)
    assert orders[0] == orders[1] != orders[2]
    generator = torch.Generator().manual_seed(0)
    expected = [torch.randperm(10, generator=generator).tolist() for _ in range(2)]
    assert [list(chain(*orders[0][:3])), list(chain(*orders[0][3:]))] == expected
    assert expected[0] != expected[1]


def test_the_last_batch_may_be_smaller_and_none_is_left_out():
    spy = Spy()
    history = fit(spy, *numbered(10), epochs=2, batch_size=4)
    assert [len(batch) for batch in spy.batches] == [4, 4, 2, 4, 4, 2]
    assert sorted(chain(*spy.batches[:3])) == list(range(10))
    assert len(history.loss) == 6


def test_two_runs_with_one_seed_are_identical():
    rows, labels = problem(40)
    models = [network("lstm") for _ in range(3)]
    options = {"epochs": 2, "batch_size": 16, "validation": (rows, labels)}
    runs = [
        fit(model, rows, labels, seed=seed, **options) for model, seed in zip(models, (3, 3, 4), strict=True)
    ]
    assert distance(models[0], models[1]) == 0 < distance(models[0], models[2])
    for name in ("loss", "gradient_norm", "validation_accuracy"):
        np.testing.assert_array_equal(getattr(runs[0], name), getattr(runs[1], name))
    assert (runs[0].loss != runs[2].loss).any()


def test_the_global_generators_are_left_alone():
    before = torch.get_rng_state(), np.random.get_state()[1].copy(), random.getstate()
    fit(network(), *problem(), validation=problem())
    assert torch.equal(torch.get_rng_state(), before[0])
    assert (np.random.get_state()[1] == before[1]).all()
    assert random.getstate() == before[2]


def test_the_record_holds_the_loss_and_the_norm_before_each_step():
    inputs, targets = linear_problem()
    model = linear()
    loss = cross_entropy(model(inputs), targets)
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    norm = sum((g**2).sum() for g in gradients).sqrt()
    history = fit(model, inputs, targets, batch_size=10, clip_norm=1e-3)
    np.testing.assert_allclose(history.loss, [loss.item()], rtol=1e-12)
    np.testing.assert_allclose(history.gradient_norm, [norm.item()], rtol=1e-12)
    assert norm > 1e-3


def test_the_record_has_one_entry_a_step_and_one_an_epoch():
    history = fit(linear(), *linear_problem(10), epochs=3, batch_size=4, validation=linear_problem(7))
    assert history.loss.shape == history.gradient_norm.shape == (9,)
    assert history.validation_accuracy.shape == history.seconds.shape == (3,)
    assert (history.seconds > 0).all()
    assert not history.interrupted
    assert fit(linear(), *linear_problem()).validation_accuracy.shape == (0,)


def test_the_validation_accuracy_is_that_at_the_end_of_each_epoch():
    inputs, targets = linear_problem(20)
    other = linear_problem(9)
    model, seen = linear(), []
    history = fit(
        model,
        inputs,
        targets,
        epochs=6,
        batch_size=5,
        learning_rate=0.3,
        validation=other,
        after_step=lambda _: seen.append(evaluate(model, *other).accuracy),
    )
    assert history.validation_accuracy.tolist() == seen[3::4]
    assert len(set(seen)) > 1


def test_after_step_is_told_how_many_steps_are_done():
    told = []
    fit(linear(), *linear_problem(10), epochs=2, batch_size=4, after_step=told.append)
    assert told == [1, 2, 3, 4, 5, 6]


# --- mode, interruption, failure --------------------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_is_training_inside_and_as_before_afterwards(training):
    spy = Spy().train(training)
    fit(spy, *numbered(4), epochs=2, batch_size=2, validation=numbered(3))
    assert spy.modes == [True, True, False] * 2
    assert spy.graphs == [True, True, False] * 2
    assert spy.training is training


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_is_restored_after_an_error_too(training):
    model = linear().train(training)

    def fail(_):
        raise LookupError("from after_step")

    with pytest.raises(LookupError, match="from after_step"):
        fit(model, *linear_problem(), after_step=fail)
    assert model.training is training


def interrupt_at(step):
    def after_step(done):
        if done == step:
            raise KeyboardInterrupt

    return after_step


def test_an_interruption_keeps_the_record():
    options = {"epochs": 3, "batch_size": 4, "validation": linear_problem(7)}
    model = linear().eval()
    whole = fit(linear(), *linear_problem(10), **options)
    history = fit(model, *linear_problem(10), after_step=interrupt_at(5), **options)
    assert history.interrupted
    np.testing.assert_array_equal(history.loss, whole.loss[:5])
    np.testing.assert_array_equal(history.gradient_norm, whole.gradient_norm[:5])
    np.testing.assert_array_equal(history.validation_accuracy, whole.validation_accuracy[:1])
    assert history.seconds.shape == (1,)
    assert not model.training


def test_an_interruption_before_the_first_step_leaves_an_empty_record():
    def interrupted(*_):
        raise KeyboardInterrupt

    history = fit(linear(), *linear_problem(), loss_function=interrupted)
    assert history.interrupted
    assert history.loss.shape == history.gradient_norm.shape == history.seconds.shape == (0,)


@pytest.mark.parametrize("broken", [nan, inf])
def test_a_loss_that_is_not_finite_stops_training_and_names_the_step(broken):
    calls = iter(range(100))

    def loss_function(output, targets):
        return cross_entropy(output, targets) * (broken if next(calls) == 2 else 1)

    model = linear().eval()
    with pytest.raises(FloatingPointError, match=f"^at step 2 the loss is {broken} and the gradient norm "):
        fit(model, *linear_problem(10), epochs=9, batch_size=2, loss_function=loss_function)
    assert next(calls) == 5, "stops at the end of that epoch"
    assert not model.training


def test_a_gradient_that_is_not_finite_is_noticed_at_the_very_last_step():
    def root(output, _):
        return (output - output.detach()).abs().sqrt().sum()  # 0, with an infinite slope

    with pytest.raises(FloatingPointError, match="^at step 0 the loss is 0.0 and the gradient norm nan; try"):
        fit(linear(), *linear_problem(), loss_function=root)


WHOLE = "wanted is a whole number of at least 1"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epochs": 0}, f"epochs is 0; {WHOLE}"),
        ({"epochs": 1.5}, f"epochs is 1.5; {WHOLE}"),
        ({"batch_size": -4}, f"batch_size is -4; {WHOLE}"),
        ({"batch_size": True}, f"batch_size is True; {WHOLE}"),
        ({"learning_rate": 0}, "learning_rate is 0; wanted is a number above 0"),
        ({"learning_rate": None}, "learning_rate is None; wanted is a number above 0"),
        ({"learning_rate": "0.1"}, "learning_rate is '0.1'; wanted is a number above 0"),
        ({"learning_rate": nan}, "learning_rate is nan; wanted is a number above 0"),
        ({"clip_norm": 0}, "clip_norm is 0; wanted is a number above 0"),
        ({"clip_norm": -1.0}, "clip_norm is -1.0; wanted is a number above 0"),
        ({"schedule": "cosine"}, "schedule is 'cosine'; wanted is one of one-cycle, constant"),
        (
            {"targets": torch.zeros(3)},
            "inputs has length 10, targets 3; wanted is the same, at least 1",
        ),
        (
            {"inputs": torch.zeros(0, 3), "targets": torch.zeros(0)},
            "inputs has length 0, targets 0; wanted is the same, at least 1",
        ),
        (
            {"validation": (torch.zeros(4, 3), torch.zeros(5))},
            "validation inputs has length 4, validation targets 5; wanted is the same, at least 1",
        ),
    ],
)
def test_bad_arguments_are_named_before_any_step(changes, message):
    inputs, targets = linear_problem()
    model = linear()
    before = parameters(model)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        fit(model, **({"inputs": inputs, "targets": targets} | changes))
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))


# --- evaluate and predict ---------------------------------------------------------------------------------


def forgetful(probability=0.5):
    with seeded(0):
        return nn.Sequential(nn.Linear(3, 16), nn.Dropout(probability), nn.Linear(16, 2)).double()


def test_evaluation_counts_and_averages_over_all_examples():
    inputs, targets = linear_problem(11)
    model = forgetful()
    model.eval()
    logits = model(inputs)
    model.train()
    result = evaluate(model, inputs, targets)
    right = sum(int(row.argmax()) == int(target) for row, target in zip(logits, targets, strict=True))
    own = [-row.log_softmax(0)[target].item() for row, target in zip(logits, targets, strict=True)]
    assert (result.correct, result.total) == (right, 11)
    assert result.accuracy == right / 11
    assert result.loss == pytest.approx(sum(own) / 11, rel=1e-12)
    assert predict(model, inputs).tolist() == logits.argmax(1).tolist()


@pytest.mark.parametrize("batch_size", [1, 3, 11, 50])
def test_the_batch_size_does_not_matter(batch_size):
    inputs, targets = linear_problem(11)
    model = forgetful()
    whole, parts = evaluate(model, inputs, targets), evaluate(model, inputs, targets, batch_size)
    assert parts[2:] == whole[2:]
    assert parts.loss == pytest.approx(whole.loss, rel=1e-12)
    assert torch.equal(predict(model, inputs, batch_size), predict(model, inputs))


def test_dropout_is_off_while_measuring():
    inputs, targets = linear_problem(50)
    model = forgetful()
    assert not torch.equal(model(inputs), model(inputs))
    assert evaluate(model, inputs, targets) == evaluate(model, inputs, targets)


@pytest.mark.parametrize("training", [True, False])
def test_measuring_builds_no_graph_and_restores_the_mode(training):
    spy = Spy().train(training)
    evaluate(spy, *numbered(5), batch_size=2)
    assert not predict(spy, numbered(5)[0]).requires_grad
    assert spy.modes == spy.graphs == [False] * 4
    assert spy.training is training
    with pytest.raises(IndexError):
        predict(spy, torch.zeros(3))
    assert spy.training is training


def test_bad_arguments_of_measurements_are_named():
    inputs, targets = linear_problem()
    with pytest.raises(ValueError, match="^inputs has length 10, targets 4; wanted is the same, at least 1$"):
        evaluate(linear(), inputs, targets[:4])
    with pytest.raises(ValueError, match="^inputs has length 0, targets 0; wanted is the same, at least 1$"):
        evaluate(linear(), inputs[:0], targets[:0])
    with pytest.raises(ValueError, match=f"^batch_size is 0; {WHOLE}$"):
        predict(linear(), inputs, batch_size=0)
