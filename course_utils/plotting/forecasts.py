"""Figures of forecasts: beside the truth, their error over time, and the forecasters of a lesson compared."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from course_utils.alt_text import describe
from course_utils.plotting.drawing import arrow, box, canvas, note
from course_utils.plotting.style import COLOURS, LEVEL_STYLE, same_length

STYLES = (
    ("hidden", "o", "-"),
    ("cell", "s", "--"),
    ("truth", "^", "-."),
    ("prediction", "D", ":"),
    ("input", "v", "-"),
)


def forecast_panels(truth: np.ndarray, forecasts: Mapping[int, np.ndarray], *, title: str) -> np.ndarray:
    """Draw one signal and what was forecast of it, a panel for each warm-up; the values read are marked.

    Args:
        truth: the signal.
        forecasts: by the number of values read, the values forecast after them.
        title: what the figure shows.

    Shape:
        truth (L,); each forecast (horizon,) with warm-up + horizon at most L -> as many Axes as forecasts.

    Raises:
        ValueError: there are no forecasts, or one does not fit on the truth.
    """
    if not forecasts:
        raise ValueError("forecasts is empty; wanted is one at least")
    for warm_up, forecast in forecasts.items():
        if warm_up < 1 or not 1 <= len(forecast) <= len(truth) - warm_up:
            raise ValueError(
                f"forecasts has {len(forecast)} values after a warm-up of {warm_up}; "
                f"wanted is at least 1 of each, and {len(truth)} together at most"
            )
    count = len(forecasts)
    figure, grid = plt.subplots(count, 1, sharex=True, figsize=(8, 0.7 + 1.6 * count), squeeze=False)
    figure.suptitle(title, x=0.01, ha="left")
    for axes, (warm_up, forecast) in zip(grid.flat, forecasts.items(), strict=True):
        _draw_forecast(axes, truth, warm_up, forecast)
    grid[0, 0].legend(loc="upper right", ncols=2)
    grid[-1, 0].set_xlabel("time (values)")
    return grid.ravel()


def _draw_forecast(axes: Axes, truth: np.ndarray, warm_up: int, forecast: np.ndarray) -> None:
    ahead = np.arange(warm_up, warm_up + len(forecast))
    axes.axvspan(-0.5, warm_up - 0.5, color=COLOURS["input"], alpha=0.15, linewidth=0)
    axes.plot(truth, color=COLOURS["truth"], label="truth")
    axes.plot(np.arange(warm_up), truth[:warm_up], "o", color=COLOURS["input"], markersize=4)
    style = {"color": COLOURS["prediction"], "linestyle": "--", "marker": ".", "markersize": 5}
    axes.plot(ahead, forecast, label="forecast", **style)
    values = "value" if warm_up == 1 else "values"
    axes.set(ylabel=f"{warm_up} {values} read", ylim=np.array([-1.2, 1.9]) * np.abs(truth).max())
    error = np.mean((np.asarray(forecast) - np.asarray(truth)[ahead]) ** 2)
    ahead = f"the next {len(forecast)} are forecast with a mean squared error of {error:.2g}"
    describe(axes, f"After {warm_up} {values} {ahead}.")


def error_by_step(
    errors: Mapping[str, Sequence[float]],
    *,
    title: str,
    label: str,
    levels: Mapping[str, float] | None = None,
) -> Axes:
    """Draw mean squared errors over steps on a log axis, one curve a name, with named levels to compare with.

    Args:
        errors: up to five curves, the first of step 1.
        title: what the figure shows.
        label: what the steps are.
        levels: errors that are the same at all steps, as dashed lines.

    Raises:
        ValueError: the lengths differ, there are too many curves, or an error is not above 0.
    """
    if len(errors) > len(STYLES):
        raise ValueError(f"errors holds {len(errors)} curves; wanted are at most {len(STYLES)}")
    same_length(**errors)
    _check_positive(errors)
    figure, axes = plt.subplots(figsize=(8, 3.6))
    figure.suptitle(title, x=0.01, ha="left")
    for (name, values), (colour, marker, line) in zip(errors.items(), STYLES, strict=False):
        steps = np.arange(1, len(values) + 1)
        every = max(1, len(values) // 12)
        style = {"color": COLOURS[colour], "marker": marker, "linestyle": line}
        axes.plot(steps, values, markevery=every, markersize=5, label=name, **style)
    for name, level in (levels or {}).items():
        axes.axhline(level, **LEVEL_STYLE, label=name)
    axes.set(xlabel=label, ylabel="mean squared error", yscale="log")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    describe(axes, " ".join(_error_sentence(name, values, label) for name, values in errors.items()))
    return axes


def _check_positive(errors: Mapping[str, Sequence[float]]) -> None:
    for name, values in errors.items():
        if not np.min(values) > 0:
            raise ValueError(f"errors holds {np.min(values)} for {name!r}; wanted is above 0, for a log axis")


def _error_sentence(name: str, values: Sequence[float], label: str) -> str:
    return f"{name}: mean squared error {values[0]:.1e} at {label} 1, {values[-1]:.1e} at {len(values)}."


def error_ladder(errors: Mapping[str, Mapping[str, float]], *, title: str, smallest: float = 1e-6) -> Axes:
    """Draw the error of every forecaster in every situation as a marker on one log axis, a line a situation.

    Args:
        errors: by situation, then by forecaster (up to five, the same for all): the mean squared error.
        title: what the figure shows.
        smallest: errors below it are drawn there, as the axis says.

    Raises:
        ValueError: there are no situations, too many forecasters, or not the same for all situations.
    """
    names = [list(row) for row in errors.values()]
    if not names or any(row != names[0] for row in names) or not 1 <= len(names[0]) <= len(STYLES):
        raise ValueError(
            f"errors has the forecasters {names}; wanted are the same in all situations, 1 to {len(STYLES)}"
        )
    figure, axes = plt.subplots(figsize=(8, 0.6 * len(errors) + 1.3))
    figure.suptitle(title, x=0.01, ha="left")
    places = range(len(errors))
    for name, (colour, marker, _) in zip(names[0], STYLES, strict=False):
        values = [max(row[name], smallest) for row in errors.values()]
        axes.plot(values, places, marker, color=COLOURS[colour], markersize=8, label=name, clip_on=False)
    axes.set(xscale="log", xlim=(smallest, None), ylim=(len(errors) - 0.5, -0.5))
    axes.set(xlabel=f"mean squared error (at the left edge: {smallest:g} or less)")
    axes.set_yticks(places, list(errors))
    axes.tick_params(axis="y", pad=8)  # room for the markers at the left edge
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    describe(axes, " ".join(_ladder_sentence(situation, row, smallest) for situation, row in errors.items()))
    return axes


def _ladder_sentence(situation: str, row: Mapping[str, float], smallest: float) -> str:
    ranked = sorted(row.items(), key=lambda pair: pair[1])
    sizes = [
        f"{name}: {f'{error:.1e}' if error > smallest else f'at most {smallest:g}'}" for name, error in ranked
    ]
    return f"{situation}, from best to worst: {'; '.join(sizes)}."


def loss_curve(loss: np.ndarray, kept: Sequence[int], *, title: str) -> Axes:
    """Draw the loss of every step on a log axis, and mark the steps whose loss somebody kept.

    Args:
        loss: of every step, the first of step 0.
        kept: some of those steps.
        title: what the figure shows.

    Shape:
        loss (steps,) -> Axes.

    Raises:
        ValueError: there are no losses, one is not above 0, or a step that was kept does not exist.
    """
    same_length(loss=loss)
    _check_positive({"loss": loss})
    if any(not 0 <= step < len(loss) for step in kept):
        raise ValueError(f"kept is {list(kept)}; wanted are steps from 0 to {len(loss) - 1}")
    figure, axes = plt.subplots()
    figure.suptitle(title, x=0.01, ha="left")
    axes.plot(loss, color=COLOURS["hidden"], linewidth=1, label=f"all {len(loss)} losses")
    marks = {"color": COLOURS["cell"], "markersize": 11, "markeredgewidth": 3, "clip_on": False}
    axes.plot(list(kept), np.asarray(loss)[list(kept)], "x", label=f"kept: {len(kept)}", **marks)
    axes.set(xlabel="step (one batch each)", ylabel="loss (mean squared error)", yscale="log")
    axes.legend(loc="upper right")
    lowest = f"the lowest, {np.min(loss):.2g}, at step {np.argmin(loss)}"
    describe(axes, f"Loss of {len(loss)} steps: {loss[0]:.2g} at first, {lowest}. Kept: {len(kept)} of them.")
    return axes


def drawn_pixels(values: Sequence[float]) -> int:
    """Count the pixels that a plain line through the values colours; the figure is not shown.

    Raises:
        ValueError: there are no values.
    """
    if not len(values):
        raise ValueError("values is empty; wanted is one value at least")
    figure, axes = plt.subplots(figsize=(4, 3))
    try:
        (line,) = axes.plot(values, marker="None", linestyle="-")
        with_line = _pixels(figure)
        line.set_visible(False)
        return int((with_line != _pixels(figure)).any(axis=-1).sum())
    finally:
        plt.close(figure)


def _pixels(figure) -> np.ndarray:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.array(canvas.buffer_rgba())


def feedback_diagram(*, title: str) -> Axes:
    """Draw a network that reads two values and then goes on from its own forecasts."""
    axes = canvas(10.6, 3.6, title=title)
    columns = (1.7, 3.9, 6.1, 8.3)
    inputs, outputs = ("x[0]", "x[1]", "p[2]", "p[3]"), ("p[1]", "p[2]", "p[3]", "p[4]")
    for place, (x, read, said) in enumerate(zip(columns, inputs, outputs, strict=True)):
        own = place >= 2
        box(axes, x, 0.5, read, colour="prediction" if own else "truth", style="--" if own else "-")
        box(axes, x, 1.7, f"h[{place}]", colour="hidden")
        box(axes, x, 2.9, said, colour="prediction", style="--")
        arrow(axes, (x, 0.8), (x, 1.4))
        arrow(axes, (x, 2.0), (x, 2.6))
    for start, end in pairwise(columns):
        arrow(axes, (start + 0.5, 1.7), (end - 0.5, 1.7), colour="hidden")
    for start, end in pairwise(columns[1:]):
        arrow(axes, (start + 0.5, 2.9), (end - 0.5, 0.5), colour="prediction", style="--")
    note(axes, 2.8, 0.05, "warm-up: the truth is read", colour="truth")
    note(axes, 7.2, 0.05, "free run: each forecast is read as if it were the truth", colour="prediction")
    note(axes, 0.05, 2.9, "forecast", ha="left")
    note(axes, 0.05, 1.7, "state", ha="left")
    note(axes, 0.05, 0.5, "input", ha="left")
    describe(
        axes,
        "Two true values are read, one after the other; the state runs from step to step. "
        "The forecast of the second step becomes the input of the third, and so on.",
    )
    return axes
