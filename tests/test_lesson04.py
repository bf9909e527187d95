"""Lesson 04 shows the forecaster for the first time: it must be the package's own, and so must the loops."""

import pytest
import torch
from torch import nn

from course_utils import models, runtime, sine
from course_utils.exercises import run_check
from tests.lesson_source import claims, definition, exercises, read, solution_function


@pytest.fixture(scope="module")
def notebook():
    return read("04")


@pytest.fixture
def pair(notebook):
    """The network as the lesson shows it and as the package has it, with the same weights."""
    with runtime.seeded(0):
        shown = definition(notebook, "Forecaster")(hidden_size=4).double()
    packaged = models.SineForecaster(hidden_size=4).double()
    packaged.load_state_dict(shown.state_dict())
    return shown, packaged


def solution(notebook, id):
    (exercise,) = (exercise for exercise in exercises(notebook) if exercise.id == id)
    return solution_function(exercise)


def signal(n, length):
    return torch.randn(n, length, 1, dtype=torch.float64, generator=torch.Generator().manual_seed(n))


@pytest.mark.parametrize(("n", "length"), [(2, 5), (1, 5), (2, 1)])
def test_its_network_is_the_sine_forecaster(pair, n, length):
    state = torch.randn(1, n, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(9))
    for given in (None, state):
        shown, packaged = (network(signal(n, length), given) for network in pair)
        assert torch.equal(shown[0], packaged[0])
        assert torch.equal(shown[1], packaged[1])


def test_its_network_equals_torch_written_out(pair):
    shown, _ = pair
    x, h = signal(2, 5), torch.zeros(2, 4, dtype=torch.float64)
    for t in range(5):
        h = torch.rnn_tanh_cell(x[:, t], h, *shown.rnn.parameters())
        wanted = h @ shown.head.weight.T + shown.head.bias
        torch.testing.assert_close(shown(x)[0][:, t], wanted, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("cell", "n", "length", "horizon"), [("rnn", 3, 5, 4), ("lstm", 1, 1, 3), ("gru", 2, 5, 1)]
)
def test_its_free_run_is_the_package_s(notebook, cell, n, length, horizon):
    network = models.SineForecaster(cell, hidden_size=4, num_layers=2).double()
    answer = solution(notebook, "04-free-run")(network, signal(n, length), horizon)
    torch.testing.assert_close(answer, network.free_run(signal(n, length), horizon), rtol=0, atol=1e-12)


def test_its_fit_is_the_package_s(notebook):
    noisy = signal(3, 9)
    answer = solution(notebook, "04-fit-ar2")(noisy)
    torch.testing.assert_close(answer, sine.fit_ar2(noisy), rtol=0, atol=1e-12)


def test_its_windows_are_the_package_s(notebook):
    answer = solution(notebook, "04-make-windows")(torch.arange(20.0), 4, 7)
    for shown, packaged in zip(answer, sine.windows_in_time(torch.arange(20.0), 4, 7), strict=True):
        assert torch.equal(shown, packaged)


REPAIRS = (
    ("One loss is kept of 5", "if iteration % 100 == 0:", "if True:"),
    ("The state of each window", "(window[:, :-1], state)", "(window[:, :-1])"),
    ("Each parameter is clipped by itself", "for parameter in model.parameters():", "for _ in [model]:"),
)


def test_the_program_that_is_to_be_repaired_has_three_faults(notebook):
    """The check names them one after the other; once all are mended it is content."""
    (text,) = (exercise.text for exercise in exercises(notebook) if exercise.id == "04-repair-training")
    source = text.partition("```python\n")[2].partition("```")[0]
    for message, fault, repair in REPAIRS:
        assert source.count(fault) == 1
        assert message in outcome(source).message
        source = source.replace(fault, repair)
    assert outcome(source.replace("(parameter, bound)", "(model.parameters(), bound)")).status == "correct"


def outcome(source):
    namespace = {"nn": nn, "torch": torch}
    exec(compile(source, "published", "exec"), namespace)
    return run_check("04-repair-training", namespace["published"])


def test_it_refutes_every_row_that_is_its_own(notebook):
    refuted = [
        word.value.value for call in claims(notebook) for word in call.keywords if word.arg == "refutes"
    ]
    own = [f"T3.{row}" for row in (3, *range(5, 15))]
    assert sorted(refuted) == sorted([*own, "T0.12"])
