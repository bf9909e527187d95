"""A network and a fitted formula forecast one wave from a few of its values."""

import math
import operator
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np
import torch

from course_utils import sine
from course_utils.models import SineForecaster
from course_utils.widgets.explorer import View
from course_utils.widgets.svg import ANSWER, MUTED, OTHER, TRUTH, add, picture, to_text

PHASE = 2.5  # the wave falls: a single value does not show that
NOISE_SEED = 3  # its draw harms the network neither least nor most
FEWEST_TO_FIT = 4  # values that give two equations for the formula's two numbers
WIDTH, HEIGHT = 810, 310
LEFT, RIGHT, TOP, BOTTOM = 48, 800, 40, 270
HIGHEST = 1.6  # what lies beyond is drawn at the edge


class Forecasts(NamedTuple):
    """The clean wave, the values read of it, and what each forecaster says follows, the formula if it can."""

    truth: np.ndarray
    read: np.ndarray
    network: np.ndarray
    formula: np.ndarray | None


def forecast_view(
    network: SineForecaster, warm_up: int, horizon: int, noise: float, frequency: float
) -> View:
    """Draw one wave, the values that are read of it, and two free-running forecasts.

    Args:
        network: a trained forecaster.
        warm_up: how many values are read.
        horizon: how many are forecast.
        noise: standard deviation of the noise on the values that are read.
        frequency: as a multiple of that in training.

    Raises:
        ValueError: a number is out of range.

    Source: the formula is an autoregression of order 2, fitted to the values read. Lesson 04.
    """
    for name, count in {"warm_up": warm_up, "horizon": horizon}.items():
        _check_count(name, count)
    if not (math.isfinite(noise) and noise >= 0):
        raise ValueError(f"noise is {noise}; wanted is a finite number of at least 0")
    if not (math.isfinite(frequency) and frequency > 0):
        raise ValueError(f"frequency is {frequency}; wanted is a finite number above 0")
    found = forecasts(network, warm_up, horizon, noise, frequency)
    sentence = _sentence(found, noise, frequency)
    root = picture(WIDTH, HEIGHT, sentence, _description(found))
    _draw_axes(root, warm_up, warm_up + horizon)
    _draw_curves(root, found)
    return View(to_text(root), sentence)


def forecasts(
    network: SineForecaster, warm_up: int, horizon: int, noise: float, frequency: float
) -> Forecasts:
    """Return what `forecast_view` draws.

    Shape:
        truth (warm_up + horizon,), read (warm_up,), network and formula (horizon,). Lesson 04.
    """
    truth = sine.sine_wave(torch.tensor([PHASE]), warm_up + horizon, step=frequency * sine.STEP)
    read = sine.with_noise(truth[:, :warm_up], noise, NOISE_SEED)
    weight = network.head.weight
    answer = network.free_run(read.to(weight), horizon)
    formula = None
    if warm_up >= FEWEST_TO_FIT:
        formula = sine.ar2_forecast(sine.fit_ar2(read), read, horizon).flatten().numpy()
    clean, seen = truth.flatten().numpy(), read.flatten().numpy()
    return Forecasts(clean, seen, answer.cpu().double().flatten().numpy(), formula)


def _check_count(name: str, value: object) -> None:
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if number < 1:
        raise ValueError(f"{name} is {value}; wanted is a whole number of at least 1")


def _sentence(found: Forecasts, noise: float, frequency: float) -> str:
    horizon, warm_up = len(found.network), len(found.read)
    times = "" if f"{frequency:.2g}" == "1" else f"{frequency:.2g} times "
    after = f"After {_counted(warm_up)} of a wave of {times}the training's frequency"
    noisy = f", read with noise of {noise:.2g}" if noise else ""
    ahead = "the next step" if horizon == 1 else f"the next {horizon} steps"
    network, silence = (_size(_error(found, answers)) for answers in (found.network, 0.0))
    formula = f"needs at least {FEWEST_TO_FIT} values"
    if found.formula is not None:
        formula = _size(_error(found, found.formula))
    return (
        f"{after}{noisy}, the mean squared error over {ahead} is: "
        f"network {network}, always 0 {silence}, fitted formula {formula}."
    )


def _counted(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _error(found: Forecasts, answers: np.ndarray | float) -> float:
    return float(np.mean((answers - found.truth[len(found.read) :]) ** 2))


def _size(error: float) -> str:
    if error < 0.0005:
        return "less than 0.0005"
    return f"{error:.2g}" if error < 100 else "more than 100"


def _description(found: Forecasts) -> str:
    last = f"{_counted(len(found.read))} read, the last {found.read[-1]:.2f}."
    end = f"At the end the truth is {found.truth[-1]:.2f} and the network says {found.network[-1]:.2f}"
    formula = "" if found.formula is None else f", the formula {np.clip(found.formula[-1], -99, 99):.2f}"
    return f"{last} {end}{formula}."


def _x(time: float, steps: int) -> float:
    return LEFT + (RIGHT - LEFT) * time / max(1, steps - 1)


def _y(value: float) -> float:
    share = (HIGHEST - min(max(value, -HIGHEST), HIGHEST)) / (2 * HIGHEST)
    return TOP + (BOTTOM - TOP) * share


def _draw_axes(root: Element, warm_up: int, steps: int) -> None:
    edge = _x(warm_up - 0.5, steps)
    add(root, "rect", x=LEFT, y=TOP, width=edge - LEFT, height=BOTTOM - TOP, fill=OTHER, fill_opacity=0.25)
    for value in (-1, 0, 1):
        add(root, "path", d=f"M{LEFT} {_y(value):g}H{RIGHT}", stroke=OTHER, stroke_width=0.5)
        add(root, "text", f"{value}", x=LEFT - 8, y=_y(value) + 4, fill=MUTED, text_anchor="end")
    add(root, "path", d=f"M{edge:.1f} {TOP}V{BOTTOM}", stroke=OTHER, stroke_width=1.5)
    add(root, "text", "read", x=LEFT, y=BOTTOM + 18, fill=MUTED)
    note = f"forecast: {steps - warm_up} steps, each from the forecasts before it"
    add(root, "text", note, x=RIGHT, y=BOTTOM + 18, fill=MUTED, text_anchor="end")


def _draw_curves(root: Element, found: Forecasts) -> None:
    steps, start = len(found.truth), len(found.read)
    _draw_line(root, found.truth, 0, steps, stroke=TRUTH, stroke_width=3)
    if found.formula is not None:
        _draw_line(root, found.formula, start, steps, stroke=OTHER, stroke_width=2, stroke_dasharray="2 4")
    _draw_line(root, found.network, start, steps, stroke=ANSWER, stroke_width=2, stroke_dasharray="8 4")
    for time, value in enumerate(found.read):
        add(root, "circle", cx=_x(time, steps), cy=_y(value), r=3)
    names = [("truth", TRUTH, ""), ("network", ANSWER, "8 4")]
    names += [("formula, fitted to the values read", OTHER, "2 4")] if found.formula is not None else []
    for place, (name, colour, dashes) in enumerate(names):
        left = LEFT + 130 * place
        add(root, "path", d=f"M{left} 20h34", stroke=colour, stroke_width=3, stroke_dasharray=dashes)
        add(root, "text", name, x=left + 42, y=24)


def _draw_line(root: Element, values: np.ndarray, start: int, steps: int, **style: str | float) -> None:
    points = (f"{_x(start + place, steps):.1f},{_y(value):.1f}" for place, value in enumerate(values))
    add(root, "polyline", points=" ".join(points), fill="none", stroke_linejoin="round", **style)
