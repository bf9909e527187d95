"""Lesson 01 shows the step and the loop for the first time: they must be torch's and the package's own."""

import ast
import math

import pytest
import torch
from torch import nn

from course_utils.cells import rnn_cell
from course_utils.widgets.one_unit import unit_states
from tests.lesson_source import definition, read


@pytest.fixture(scope="module")
def notebook():
    return read("01")


def weights(input_size, hidden_size):
    shapes = ((hidden_size, input_size), (hidden_size, hidden_size), (hidden_size,), (hidden_size,))
    return [torch.randn(shape, dtype=torch.float64) for shape in shapes]


@pytest.mark.parametrize(("length", "input_size", "hidden_size"), [(5, 3, 4), (1, 3, 4), (5, 2, 1)])
def test_its_loop_is_the_packages_cell_and_torchs(notebook, length, input_size, hidden_size):
    show = definition(notebook, "read")
    torch.manual_seed(0)
    parameters = weights(input_size, hidden_size)
    sequence = torch.randn(length, input_size, dtype=torch.float64)
    h = h_0 = torch.randn(hidden_size, dtype=torch.float64)
    states = show(sequence, h_0, *parameters)
    assert states.shape == (length, hidden_size)
    for x, shown in zip(sequence, states, strict=True):
        torch_h = torch.rnn_tanh_cell(x[None], h[None], *parameters)[0]
        h = rnn_cell(x, h, *parameters)
        torch.testing.assert_close(shown, h, rtol=0, atol=1e-12)
        torch.testing.assert_close(shown, torch_h, rtol=0, atol=1e-12)


def test_its_unit_is_that_of_the_widget(notebook):
    pulse_response = definition(notebook, "pulse_response")
    pulse_response.__globals__["math"] = math
    for w_ih, w_hh, b in ((1.0, 0.5, 0.0), (-2.0, 1.5, 0.3), (0.5, -3.0, 1.0)):
        shown = pulse_response(w_hh, 20, w_ih=w_ih, b=b)
        assert shown == unit_states(w_ih, w_hh, b, steps=20).tolist()


def test_its_task_asks_for_the_first_number(notebook):
    inputs, targets = definition(notebook, "recall_task")(6, 4, seed=3)
    assert inputs.shape == (6, 4, 1)
    assert torch.equal(targets, inputs[:, 0])
    assert inputs.abs().max() <= 1
    assert not torch.equal(inputs, definition(notebook, "recall_task")(6, 4, seed=4)[0])


def test_its_network_reads_the_last_state(notebook):
    model = definition(notebook, "Recaller")(hidden_size=5)
    inputs = torch.randn(2, 7, 1)
    _, h_n = model.rnn(inputs)
    torch.testing.assert_close(model(inputs), model.head(h_n[0]))
    assert isinstance(model.rnn, nn.RNN)


def test_its_line_is_a_least_squares_fit(notebook):
    line_error = definition(notebook, "line_error")
    inputs = torch.randn(50, 3)
    exact = inputs, inputs @ torch.tensor([[1.0], [-2.0], [3.0]])
    assert line_error(lambda x: x, exact, exact) < 1e-9
    assert line_error(lambda x: x[:, :1], exact, exact) > 1


def test_its_still_view_is_one_of_the_widget(notebook):
    (cell,) = (cell for cell in notebook.cells if cell.id == "one-unit-latched")
    call = ast.parse(cell.source).body[-1].value
    assert call.func.id == "one_unit_view"
    (output,) = (output for output in cell.outputs if "image/svg+xml" in output.get("data", {}))
    assert "The unit latches" in output.data["text/plain"]
