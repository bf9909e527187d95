"""Lesson 05 takes a bidirectional layer apart: what it shows must be torch's, and the package's own."""

import pytest
import torch
from torch import nn

from course_utils import cells, models
from tests.lesson_source import definition, read


@pytest.fixture(scope="module")
def notebook():
    return read("05")


@pytest.fixture
def both():
    return nn.LSTM(3, 4, batch_first=True, bidirectional=True).double()


@pytest.mark.parametrize(("batch", "length"), [(2, 5), (1, 5), (2, 1)])
def test_its_two_one_way_layers_are_the_bidirectional_one(notebook, both, batch, length):
    one_way = definition(notebook, "one_way")
    inputs = torch.randn(batch, length, 3, dtype=torch.float64)
    ahead = one_way(both, "")(inputs)[0]
    back = one_way(both, "_reverse")(inputs.flip(1))[0].flip(1)
    torch.testing.assert_close(torch.cat([ahead, back], dim=-1), both(inputs)[0], rtol=0, atol=1e-12)
    unrolled, _ = cells.unroll("lstm", both, inputs, batch_first=True)
    torch.testing.assert_close(torch.cat([ahead, back], dim=-1), unrolled, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("batch", "length"), [(2, 5), (1, 5), (2, 1)])
def test_its_read_out_is_h_n_and_the_packages(notebook, both, batch, length):
    read_ends = definition(notebook, "read_ends")
    output, (h_n, _) = both(torch.randn(batch, length, 3, dtype=torch.float64))
    assert torch.equal(read_ends(output), torch.cat([h_n[-2], h_n[-1]], dim=-1))
    assert torch.equal(read_ends(output), models.READ_OUTS["ends"](output))


@pytest.mark.parametrize("bidirectional", [False, True])
def test_its_answer_at_every_step_is_the_head_of_every_output(notebook, bidirectional):
    every_step = definition(notebook, "EveryStep")
    model = every_step(nn.GRU, 3, 4, 6, bidirectional).double()
    inputs = torch.randn(2, 5, 3, dtype=torch.float64)
    answers = model(inputs)
    assert answers.shape == (2, 5, 6)
    output, _ = model.rnn(inputs)
    torch.testing.assert_close(answers[:, 2], output[:, 2] @ model.head.weight.T + model.head.bias)
    one_way = answers[:, 2] - model(inputs[:, :3])[:, 2]
    assert (one_way.abs().max() > 1e-6) == bidirectional, "only two directions see what comes later"


def test_its_loss_counts_the_blank_alone(notebook):
    loss_at_targets = definition(notebook, "loss_at_targets")
    logits, targets = torch.randn(2, 5, 3, dtype=torch.float64), torch.full((2, 5), -100)
    targets[0, 1], targets[1, 3] = 2, 0
    wanted = nn.functional.cross_entropy(logits[[0, 1], [1, 3]], torch.tensor([2, 0]))
    torch.testing.assert_close(loss_at_targets(logits, targets), wanted)


def test_one_index_is_to_blame_for_the_matrix_that_never_learns():
    for read_out, frozen in (("last", ["rnn.weight_hh_l0_reverse"]), ("ends", [])):
        model = models.RowClassifier("lstm", 3, 4, 1, True, read_out, 5)
        model(torch.rand(2, 6, 3)).square().sum().backward()
        assert [name for name, weight in model.named_parameters() if not weight.grad.any()] == frozen
