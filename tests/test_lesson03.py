"""Lesson 03 shows the network and the training step for the first time: they must be the package's own."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.models import RowClassifier
from course_utils.training import fit
from tests.lesson_source import definition, read
from tests.picture import PICTURE, stored_picture


@pytest.fixture(scope="module")
def notebook():
    return read("03")


@pytest.fixture(scope="module")
def row_reader(notebook):
    return definition(notebook, "RowReader")


@pytest.mark.parametrize(("batch", "length"), [(2, 5), (1, 5), (2, 1)])
def test_its_network_is_row_classifier(row_reader, batch, length):
    shown = row_reader(input_size=3, hidden_size=4, num_classes=6).double()
    packaged = RowClassifier(input_size=3, hidden_size=4, num_classes=6).double()
    packaged.load_state_dict(shown.state_dict())
    rows = torch.randn(batch, length, 3, dtype=torch.float64)
    assert torch.equal(shown(rows), packaged(rows))


def test_its_network_equals_torch_written_out(row_reader):
    torch.manual_seed(0)
    shown = row_reader(input_size=3, hidden_size=4, num_classes=6).double()
    rows = torch.randn(2, 5, 3, dtype=torch.float64)
    h = c = torch.zeros(2, 4, dtype=torch.float64)
    for step in range(5):
        h, c = torch.lstm_cell(rows[:, step], (h, c), *shown.rnn.parameters())
    torch.testing.assert_close(shown(rows), h @ shown.head.weight.T + shown.head.bias, rtol=0, atol=1e-12)


def test_its_training_step_is_that_of_fit(notebook):
    train_step = definition(notebook, "train_step")
    model = nn.Linear(3, 4).double()
    inputs, targets = 50 * torch.randn(8, 3, dtype=torch.float64), torch.randint(4, (8,))
    twin = copy.deepcopy(model)

    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    by_hand = [train_step(model, optimizer, inputs, targets) for _ in range(5)]
    history = fit(twin, inputs, targets, epochs=5, batch_size=8, schedule="constant")

    assert history.gradient_norm.min() > 1, "clipping must have something to do here"
    np.testing.assert_allclose(history.loss, by_hand, rtol=1e-9)
    for a, b in zip(model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=1e-9)


def test_its_every_row_loss_is_the_mean_of_the_rows_losses(notebook):
    every_row_loss = definition(notebook, "every_row_loss")
    logits, labels = torch.randn(2, 5, 3, dtype=torch.float64), torch.tensor([2, 0])
    rows = [nn.functional.cross_entropy(logits[:, row], labels) for row in range(5)]
    torch.testing.assert_close(every_row_loss(logits, labels), torch.stack(rows).mean())


def test_the_readme_shows_its_picture():
    """Where this fails after a refresh, `make picture` takes the new one."""
    assert PICTURE.read_bytes() == stored_picture()
