import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.inspection import belief_per_row
from course_utils.models import RowClassifier
from course_utils.runtime import seeded


def network(cell="lstm", **changes):
    with seeded(0):
        model = RowClassifier(cell, 3, 4, num_classes=6, **changes).double()
        for parameter in model.parameters():
            nn.init.normal_(parameter)
    return model


def random_rows(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


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
