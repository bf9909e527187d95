import numpy as np
import pytest
import torch
from torch import nn

from course_utils.widgets.one_unit import difference, fixed_points, unit_states, verdict

GRID = [(w_hh / 2, b / 4) for w_hh in range(-6, 7) for b in range(-6, 7)]


@pytest.mark.parametrize(("w_ih", "w_hh", "b", "pulse"), [(1, 0.5, 0, 1), (-2, 1.5, 0.3, 1), (1, -3, 1, 0)])
def test_the_states_are_those_of_nn_rnn(w_ih, w_hh, b, pulse):
    rnn = nn.RNN(1, 1).double()
    for parameter, value in zip(rnn.parameters(), (w_ih, w_hh, 0.25 * b, 0.75 * b), strict=True):
        nn.init.constant_(parameter, value)
    inputs = torch.zeros(9, 1, dtype=torch.float64)
    inputs[0] = pulse
    output, _ = rnn(inputs)
    states = unit_states(w_ih, w_hh, b, pulse=pulse, steps=9)
    np.testing.assert_allclose(states, output[:, 0].detach(), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("w_hh", "b"), GRID)
def test_fixed_points_are_all_crossings_of_map_and_diagonal(w_hh, b):
    found = [point.h for point in fixed_points(w_hh, b)]
    np.testing.assert_allclose(np.tanh(w_hh * np.array(found) + b), found, rtol=0, atol=1e-9)
    assert found == sorted(found)
    h = np.linspace(-1, 1, 200_002)  # no point of it is a crossing
    above = np.tanh(w_hh * h + b) > h
    assert len(found) == np.count_nonzero(above[1:] != above[:-1])


@pytest.mark.parametrize(("w_hh", "b"), [grid for grid in GRID if abs(grid[0]) != 1])
def test_a_point_attracts_when_a_neighbour_comes_closer(w_hh, b):
    for point in fixed_points(w_hh, b):
        neighbour = point.h + 1e-4
        closer = abs(np.tanh(w_hh * neighbour + b) - point.h) < 1e-4
        assert point.attracts == closer


def test_known_fixed_points():
    assert fixed_points(0.5, 0.0) == [(pytest.approx(0, abs=1e-12), True)]
    outer, inner = pytest.approx(0.8585596), pytest.approx(0, abs=1e-12)
    low, middle, high = fixed_points(1.5, 0.0)
    assert (-low.h, low.attracts) == (outer, True)
    assert (middle.h, middle.attracts) == (inner, False)
    assert (high.h, high.attracts) == (outer, True)
    assert fixed_points(-1.5, 0.0) == [(inner, False)]
    assert fixed_points(1.0, 0.0) == [(pytest.approx(0, abs=1e-7), True)]  # the curve lies along the diagonal


def test_the_difference_is_between_with_pulse_and_without():
    np.testing.assert_allclose(difference(1.0, 0.0, 0.0, steps=3), [np.tanh(1), 0, 0])
    np.testing.assert_allclose(difference(-1.0, 0.0, 0.5, steps=2), [np.tanh(0.5) - np.tanh(-0.5), 0])


@pytest.mark.parametrize(
    ("w_ih", "w_hh", "b", "expected"),
    [
        (1, 0.5, 0, "fades"),
        (1, -0.5, 0, "fades"),
        (1, 1, 0, "fades"),
        (1, -1, 0, "fades"),
        (1, 1.1, 0, "latches"),
        (1, 3, 0, "latches"),
        (-1, 3, 0, "latches"),
        (1, -1.1, 0, "flips"),
        (1, -3, 0, "flips"),
        (1, 1.5, 0.5, "fades"),
        (-1.5, 1.5, 0.1, "latches"),
        (0, 1.5, 0, "ignores"),
    ],
)
def test_what_becomes_of_the_pulse(w_ih, w_hh, b, expected):
    assert verdict(w_ih, w_hh, b) == expected
