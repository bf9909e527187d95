"""Sine waves to forecast, noise, windows of a series, and the forecasters that a network has to beat."""

import math
from typing import NamedTuple

import torch
from torch import Tensor

STEP = 10 / 49  # radians between two values: 50 values from 0 to 10, as in widely read tutorials


def even_phases(count: int) -> Tensor:
    """Return phases spread evenly over one turn, (count,).

    For an even count each wave has a partner that starts at the same value and runs the other way, so that
    averages over these phases are exact.

    Raises:
        ValueError: ``count`` is below 1. Lesson 04.
    """
    _check_whole("count", count, 1)
    return 2 * math.pi * (torch.arange(count, dtype=torch.float64) + 0.5) / count


def random_phases(count: int, seed: int) -> Tensor:
    """Draw phases uniformly from one turn, (count,); the same on every device.

    Raises:
        ValueError: ``count`` is below 1. Lesson 04.
    """
    _check_whole("count", count, 1)
    generator = torch.Generator().manual_seed(seed)
    return 2 * math.pi * torch.rand(count, dtype=torch.float64, generator=generator)


def sine_wave(phases: Tensor, length: int, *, step: float = STEP, amplitude: float = 1.0) -> Tensor:
    """Return amplitude * sin(phase + step * t) for t = 0 ... length - 1, in float64.

    Args:
        phases: where each wave starts, in radians.
        length: number of values, L.
        step: radians from one value to the next; the frequency.
        amplitude: the height of the crests.

    Shape:
        phases (N,) -> (N, L, 1).

    Raises:
        ValueError: phases of another shape, or a length below 1. Lesson 04.
    """
    if phases.ndim != 1 or len(phases) < 1:
        raise ValueError(f"phases has shape {tuple(phases.shape)}; wanted is (N,) with N at least 1")
    _check_whole("length", length, 1)
    t = torch.arange(length, dtype=torch.float64)
    return amplitude * torch.sin(phases.double()[:, None] + step * t)[:, :, None]


def with_noise(signal: Tensor, deviation: float, seed: int) -> Tensor:
    """Return the signal plus independent normal noise of this standard deviation, of the same shape.

    Raises:
        ValueError: ``deviation`` is negative or not finite. Lesson 04.
    """
    if not (math.isfinite(deviation) and deviation >= 0):
        raise ValueError(f"deviation is {deviation}; wanted is a finite number of at least 0")
    generator = torch.Generator().manual_seed(seed)
    return signal + deviation * torch.randn(signal.shape, dtype=signal.dtype, generator=generator)


class Windows(NamedTuple):
    """Windows for training and for the test, (n, length) each."""

    train: Tensor
    test: Tensor


def windows_in_time(series: Tensor, length: int, test_count: int) -> Windows:
    """Split a series in time, then cut every window of each part: no value lies in both.

    Args:
        series: the values in the order of time.
        length: values in a window.
        test_count: how many values at the end are for the test.

    Shape:
        series (T,) -> train (T - test_count - length + 1, length), test (test_count - length + 1, length).

    Raises:
        ValueError: an argument does not fit, or a part is shorter than one window. Lesson 04.
    """
    if series.ndim != 1:
        raise ValueError(f"series has shape {tuple(series.shape)}; wanted is (T,)")
    _check_whole("length", length, 1)
    if not length <= test_count <= len(series) - length:
        raise ValueError(
            f"test_count is {test_count} of {len(series)} values; "
            f"wanted is room for a window of {length} in both parts"
        )
    past, future = series[:-test_count], series[-test_count:]
    return Windows(past.unfold(0, length, 1), future.unfold(0, length, 1))


def fit_ar2(signal: Tensor) -> Tensor:
    """Fit x[t+1] = a x[t] + b x[t-1] to all sequences by least squares.

    Of a sine the two numbers are a = 2 cos(step) and b = -1, whatever its phase and amplitude.

    Shape:
        signal (N, L, 1) with L at least 4 -> (2,): a, b.

    Raises:
        ValueError: a signal of another shape.

    Source: Yule (1927), who forecast sunspots by this equation. Lesson 04.
    """
    _check_signal("signal", signal, 4)
    before = torch.stack([signal[:, 1:-1], signal[:, :-2]], dim=-1).reshape(-1, 2)
    return torch.linalg.lstsq(before, signal[:, 2:].reshape(-1, 1)).solution.flatten()


def ar2_forecast(coefficients: Tensor, warm_up: Tensor, horizon: int) -> Tensor:
    """Forecast by x[t+1] = a x[t] + b x[t-1], each value from the two before it, forecast or not.

    Shape:
        coefficients (2,), warm_up (N, L, 1) with L at least 2 -> (N, horizon, 1).

    Raises:
        ValueError: an argument of another shape, or a horizon below 1. Lesson 04.
    """
    if coefficients.shape != (2,):
        raise ValueError(f"coefficients has shape {tuple(coefficients.shape)}; wanted is (2,)")
    _check_signal("warm_up", warm_up, 2)
    _check_whole("horizon", horizon, 1)
    a, b = coefficients
    values = [warm_up[:, -2], warm_up[:, -1]]
    for _ in range(horizon):
        values.append(a * values[-1] + b * values[-2])
    return torch.stack(values[2:], dim=1)


def _check_signal(name: str, signal: Tensor, shortest: int) -> None:
    if signal.ndim != 3 or signal.shape[1] < shortest or signal.shape[2] != 1:
        raise ValueError(
            f"{name} has shape {tuple(signal.shape)}; wanted is (N, L, 1) with L at least {shortest}"
        )


def _check_whole(name: str, value: int, lowest: int) -> None:
    if type(value) is not int or value < lowest:
        raise ValueError(f"{name} is {value!r}; wanted is a whole number of at least {lowest}")
