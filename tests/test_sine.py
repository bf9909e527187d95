import math

import numpy as np
import pytest
import torch

from course_utils import sine


def float64(*values):
    return torch.tensor(values, dtype=torch.float64)


# --- waves --------------------------------------------------------------------------------------------------


def test_a_wave_is_the_sine_of_phase_and_time():
    waves = sine.sine_wave(float64(0, 1.5), 5, step=0.3, amplitude=2)
    wanted = [[[2 * math.sin(phase + 0.3 * t)] for t in range(5)] for phase in (0, 1.5)]
    np.testing.assert_allclose(waves, wanted, rtol=0, atol=1e-15)
    assert waves.dtype == torch.float64
    assert sine.sine_wave(torch.zeros(1), 1).shape == (1, 1, 1)


def test_of_itself_the_step_makes_50_values_from_0_to_10():
    wave = sine.sine_wave(float64(3), 50).flatten()
    np.testing.assert_allclose(wave, np.sin(np.linspace(3, 13, 50)), rtol=0, atol=1e-14)


@pytest.mark.parametrize("count", [2, 10, 100])
def test_each_even_phase_has_a_partner_that_runs_the_other_way(count):
    phases = sine.even_phases(count)
    np.testing.assert_allclose(phases.diff(), np.full(count - 1, 2 * math.pi / count), rtol=1e-12)
    partners = ((math.pi - phases) % (2 * math.pi)).sort().values
    torch.testing.assert_close(partners, phases, rtol=0, atol=1e-12)


def test_random_phases_cover_one_turn_and_follow_the_seed():
    phases = sine.random_phases(1000, seed=0)
    assert 0 <= phases.min() < 0.1
    assert 2 * math.pi - 0.1 < phases.max() < 2 * math.pi
    assert torch.equal(phases, sine.random_phases(1000, seed=0))
    assert not torch.equal(phases, sine.random_phases(1000, seed=1))


def test_noise_has_its_deviation_and_leaves_the_signal_alone():
    signal = torch.zeros(100, 100, 1, dtype=torch.float64)
    noisy = sine.with_noise(signal, 0.3, seed=0)
    assert noisy.std().item() == pytest.approx(0.3, rel=0.05)
    assert abs(noisy.mean()) < 0.02
    assert not signal.any()
    assert torch.equal(noisy, sine.with_noise(signal, 0.3, seed=0))
    assert not torch.equal(noisy, sine.with_noise(signal, 0.3, seed=1))
    assert torch.equal(sine.with_noise(signal, 0, seed=0), signal)


# --- windows ------------------------------------------------------------------------------------------------


def test_windows_are_cut_after_the_split():
    train, test = sine.windows_in_time(torch.arange(9.0), length=3, test_count=4)
    assert train.tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
    assert test.tolist() == [[5, 6, 7], [6, 7, 8]]


@pytest.mark.parametrize(
    ("length", "test_count", "shapes"), [(1, 1, [(8, 1), (1, 1)]), (4, 5, [(1, 4), (2, 4)])]
)
def test_parts_may_hold_a_single_window(length, test_count, shapes):
    parts = sine.windows_in_time(torch.arange(9.0), length, test_count)
    assert [tuple(part.shape) for part in parts] == shapes


# --- baselines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("step", "amplitude"), [(sine.STEP, 1), (0.7, 3)])
def test_ar2_is_exact_on_a_sine(step, amplitude):
    waves = sine.sine_wave(float64(0.4, 2), 60, step=step, amplitude=amplitude)
    coefficients = sine.fit_ar2(waves[:, :20])
    torch.testing.assert_close(coefficients, float64(2 * math.cos(step), -1), rtol=0, atol=1e-10)
    forecast = sine.ar2_forecast(coefficients, waves[:, :20], 40)
    torch.testing.assert_close(forecast, waves[:, 20:], rtol=0, atol=1e-9)


def test_fit_ar2_is_the_least_squares_fit():
    signal = torch.randn(3, 7, 1, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    rows = [[x[t], x[t - 1]] for x in signal.squeeze(2).tolist() for t in range(1, 6)]
    targets = [x[t + 1] for x in signal.squeeze(2).tolist() for t in range(1, 6)]
    wanted, *_ = np.linalg.lstsq(rows, targets)
    np.testing.assert_allclose(sine.fit_ar2(signal), wanted, rtol=0, atol=1e-12)


def test_ar2_forecast_reads_the_last_two_values():
    forecast = sine.ar2_forecast(float64(2, 3), float64(9, 1, 10).view(1, 3, 1), 3)
    assert forecast.flatten().tolist() == [23, 76, 221]


# --- bad input ----------------------------------------------------------------------------------------------

WAVE = torch.zeros(2, 5, 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sine.even_phases(0), "count is 0; wanted is a whole number of at least 1"),
        (lambda: sine.random_phases(1.5, seed=0), "count is 1.5; wanted"),
        (lambda: sine.sine_wave(torch.zeros(2, 1), 5), r"phases has shape \(2, 1\); wanted is \(N,\)"),
        (lambda: sine.sine_wave(torch.zeros(2), 0), "length is 0; wanted"),
        (lambda: sine.with_noise(WAVE, -1.0, seed=0), "deviation is -1.0; wanted is a finite number"),
        (lambda: sine.with_noise(WAVE, math.nan, seed=0), "deviation is nan"),
        (lambda: sine.windows_in_time(WAVE, 2, 2), r"series has shape \(2, 5, 1\); wanted is \(T,\)"),
        (lambda: sine.windows_in_time(torch.zeros(9), 0, 2), "length is 0; wanted"),
        (lambda: sine.windows_in_time(torch.zeros(9), 5, 5), "test_count is 5 of 9 values; wanted is room"),
        (lambda: sine.windows_in_time(torch.zeros(9), 3, 2), "room for a window of 3 in both parts"),
        (lambda: sine.fit_ar2(WAVE[:, :3]), r"signal has shape \(2, 3, 1\); .* with L at least 4"),
        (
            lambda: sine.ar2_forecast(torch.zeros(3), WAVE, 1),
            r"coefficients has shape \(3,\); wanted is \(2,\)",
        ),
        (lambda: sine.ar2_forecast(torch.zeros(2), WAVE[:, :1], 1), "with L at least 2"),
        (lambda: sine.ar2_forecast(torch.zeros(2), WAVE, -1), "horizon is -1; wanted"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
