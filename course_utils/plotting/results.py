"""Figures of training and its results: curves, shares with intervals, confusions."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from course_utils.alt_text import describe
from course_utils.plotting.style import COLOURS, LEVEL_STYLE, same_length


def training_curves(
    loss: np.ndarray,
    gradient_norm: np.ndarray,
    *,
    title: str,
    clip_norm: float | None = None,
    window: int = 50,
) -> np.ndarray:
    """Draw the loss and the gradient norm of every step, with a running mean over ``window`` steps.

    The mean stands in the middle of its window, which spans at most a quarter of all steps.

    Shape:
        loss, gradient_norm (steps,) -> two Axes.

    Raises:
        ValueError: the lengths differ, or there are no steps.
    """
    same_length(loss=loss, gradient_norm=gradient_norm)
    figure, pair = plt.subplots(1, 2)
    figure.suptitle(title, x=0.01, ha="left")
    curves = (("loss (nats)", loss, "prediction"), ("gradient norm before clipping", gradient_norm, "hidden"))
    for axes, (name, values, colour) in zip(pair, curves, strict=True):
        smooth = _running_mean(values, window)
        middle = np.arange(len(smooth)) + (len(values) - len(smooth)) / 2
        axes.plot(values, color=COLOURS[colour], alpha=0.3, linewidth=0.7)
        axes.plot(middle, smooth, color=COLOURS[colour], marker="o" if len(values) == 1 else None)
        axes.set(xlabel="step (one batch each)", ylabel=name, ylim=(0, None))
        change = f"from {values[0]:.2f} to about {smooth[-1]:.2f}"
        describe(axes, f"{name.capitalize()}, steps 1 to {len(values)}: {change}.")
    if clip_norm is not None:
        pair[1].axhline(clip_norm, **LEVEL_STYLE, label=f"clipped above {clip_norm:g}")
        pair[1].legend(loc="upper right")
    return pair


def _running_mean(values: np.ndarray, window: int) -> np.ndarray:
    window = max(1, min(window, len(values) // 4))
    return np.convolve(values, np.full(window, 1 / window), mode="valid")


def shares(
    values: Mapping[str, float], intervals: Sequence[tuple[float, float]], *, title: str, label: str
) -> Axes:
    """Draw shares as points with their intervals (low, high), one line a name, the first on top.

    Raises:
        ValueError: not as many intervals as values, or none.
    """
    same_length(values=values, intervals=intervals)
    figure, axes = plt.subplots(figsize=(8, 0.55 * len(values) + 1.2))
    figure.suptitle(title, x=0.01, ha="left")
    lines = list(zip(values.items(), intervals, strict=True))
    for place, ((_, value), (low, high)) in enumerate(lines):
        low, high = max(low, 0), min(high, 1)  # Student's interval does not know that shares end there
        axes.hlines(place, low, high, color=COLOURS["hidden"], linewidth=3)
        axes.plot(value, place, "o", color=COLOURS["hidden"], markersize=8)
        axes.annotate(f"{value:.1%}", (high, place), (8, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(values)), list(values))
    axes.set(ylim=(len(values) - 0.4, -0.6), xlabel=label)
    axes.margins(x=0.12)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    parts = (f"{name}: {value:.1%}, interval {low:.1%} to {high:.1%}" for (name, value), (low, high) in lines)
    describe(axes, f"{label[:1].upper()}{label[1:]}. " + "; ".join(parts) + ".")
    return axes


def confusion(matrix: np.ndarray, *, title: str) -> Axes:
    """Draw a confusion matrix: what was taken for what; the correct ones on the diagonal are left blank.

    Shape:
        matrix (C, C) counts, true class by predicted class -> Axes.

    Raises:
        ValueError: the matrix is not square.
    """
    if np.ndim(matrix) != 2 or len(set(np.shape(matrix))) != 1:
        raise ValueError(f"matrix has shape {np.shape(matrix)}; wanted is (C, C)")
    classes = len(matrix)
    mistakes = np.where(np.eye(classes, dtype=bool), 0, matrix)
    figure, axes = plt.subplots(figsize=(5.6, 4.8))
    figure.suptitle(title, x=0.01, ha="left")
    axes.imshow(mistakes, cmap="Blues")
    for truth, guess in np.argwhere(mistakes > 0):
        dark = mistakes[truth, guess] > mistakes.max() / 2
        axes.text(
            guess, truth, mistakes[truth, guess], ha="center", va="center", color="white" if dark else "black"
        )
    axes.grid(False)
    axes.set(xlabel="predicted class", ylabel="true class", xticks=range(classes), yticks=range(classes))
    describe(axes, _confusion_sentence(matrix, mistakes))
    return axes


def _confusion_sentence(matrix: np.ndarray, mistakes: np.ndarray) -> str:
    made = sorted(np.argwhere(mistakes > 0).tolist(), key=lambda pair: -mistakes[*pair])
    worst = ", ".join(
        f"{truth} taken for {guess} ({mistakes[truth, guess]} times)" for truth, guess in made[:3]
    )
    return f"{mistakes.sum()} of {matrix.sum()} digits are misread." + (
        f" Most often: {worst}." if made else ""
    )
