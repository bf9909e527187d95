"""Lesson 02 shows the step of an LSTM for the first time: it must be the package's own and torch's."""

import itertools

import pytest
import torch
from torch import nn

from course_utils.cells import lstm_cell
from tests.lesson_source import definition, read


@pytest.fixture(scope="module")
def notebook():
    return read("02")


@pytest.fixture(scope="module")
def one_step(notebook):
    step = definition(notebook, "one_step")
    step.__globals__["gate_values"] = definition(notebook, "gate_values")
    return step


def problem(input_size, hidden_size, seed=0):
    generator = torch.Generator().manual_seed(seed)
    sizes = (input_size, hidden_size, hidden_size)
    x, h, c = (torch.randn(size, dtype=torch.float64, generator=generator) for size in sizes)
    return x, h, c, nn.LSTM(input_size, hidden_size).double()


@pytest.mark.parametrize(("input_size", "hidden_size"), [(3, 4), (5, 2), (1, 1)])
def test_its_step_is_the_packages_and_torchs(one_step, input_size, hidden_size):
    x, h, c, layer = problem(input_size, hidden_size)
    shown = torch.stack(one_step(x, h, c, layer))
    packaged = torch.stack(lstm_cell(x, (h, c), *layer.parameters()))
    by_torch = torch.lstm_cell(x[None], (h[None], c[None]), *layer.parameters())
    torch.testing.assert_close(shown, packaged, rtol=0, atol=1e-12)
    torch.testing.assert_close(shown, torch.cat(by_torch), rtol=0, atol=1e-12)


def test_another_order_of_the_gates_gives_another_step(one_step):
    x, h, c, layer = problem(3, 4)
    found = [torch.stack(one_step(x, h, c, layer, order)) for order in itertools.permutations("ifgo")]
    same = [torch.allclose(found[0], other, rtol=0, atol=1e-6) for other in found]
    assert same == [True] + [False] * 23


def test_its_programmed_unit_is_what_its_lists_say(notebook):
    programmed = definition(notebook, "programmed")
    weight_ih = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]
    unit = programmed(weight_ih, bias=[0.1, 0.2, 0.3, 0.4])
    x = torch.tensor([[0.3, -0.2]], dtype=torch.float64)
    wanted = torch.lstm_cell(
        x,
        (torch.zeros(1, 1).double(), torch.zeros(1, 1).double()),
        torch.tensor(weight_ih).double(),
        torch.zeros(4, 1).double(),
        torch.tensor([0.1, 0.2, 0.3, 0.4]).double(),
        torch.zeros(4).double(),
    )
    output, (_, c_n) = unit(x[None])
    torch.testing.assert_close(output[0], wanted[0], rtol=0, atol=1e-6)
    torch.testing.assert_close(c_n[0], wanted[1], rtol=0, atol=1e-6)
