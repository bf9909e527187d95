"""Figures of the course: numpy arrays in, matplotlib Axes out, each with a title and a sentence for alt text.

A title states the finding, so the lesson passes it in; axis labels and alt text are made here from the data.
"""

from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator, PercentFormatter

from course_utils.alt_text import describe

# Okabe and Ito (2008): distinguishable with the common forms of colour blindness.
COLOURS = {
    "input": "#555555",
    "hidden": "#0072B2",
    "cell": "#D55E00",
    "truth": "#009E73",
    "prediction": "#CC79A7",
    "other": "#999999",
}


def use_style() -> None:
    """Apply the course's style to all figures that are made from now on."""
    plt.style.use(Path(__file__).with_name("course.mplstyle"))


def show_digits(
    images: np.ndarray,
    labels: np.ndarray,
    predictions: np.ndarray | None = None,
    *,
    title: str,
    columns: int = 10,
) -> np.ndarray:
    """Draw digits in a grid, each with its label, or with the prediction and a mark for right or wrong.

    Shape:
        images (N, H, W); labels (N,); predictions (N,) or None -> Axes (N,).

    Raises:
        ValueError: the lengths differ, or there are no images.
    """
    _same_length(images=images, labels=labels, predictions=images if predictions is None else predictions)
    rows = -(-len(images) // columns)
    figure, grid = plt.subplots(rows, columns, figsize=(0.8 * columns, 1.05 * rows + 0.45), squeeze=False)
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    for axes in grid.flat:
        axes.axis("off")
    shown = grid.flat[: len(images)]
    for index, axes in enumerate(shown):
        axes.imshow(images[index], vmin=0)
        guess = None if predictions is None else int(predictions[index])
        axes.set_title(_caption(int(labels[index]), guess), loc="center", size=11, weight="normal")
    describe(shown[0], _digits_sentence(labels, predictions))
    return shown


def _caption(label: int, guess: int | None) -> str:
    if guess is None:
        return str(label)
    return f"{guess} ✓" if guess == label else f"{guess} ✗ ({label})"


def _digits_sentence(labels: np.ndarray, predictions: np.ndarray | None) -> str:
    count = len(labels)
    sentence = f"{count} handwritten digits, labelled {_listed(labels)}."
    if predictions is not None:
        right = int((np.asarray(labels) == np.asarray(predictions)).sum())
        sentence += f" The network reads {_listed(predictions)}: {right} of {count} right."
    return sentence


def training_curves(
    loss: np.ndarray,
    gradient_norm: np.ndarray,
    *,
    title: str,
    clip_norm: float | None = None,
    window: int = 50,
) -> np.ndarray:
    """Draw the loss and the gradient norm of every step, with a running mean over ``window`` steps.

    Shape:
        loss, gradient_norm (steps,) -> two Axes.
    """
    _same_length(loss=loss, gradient_norm=gradient_norm)
    figure, pair = plt.subplots(1, 2)
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    curves = (("loss (nats)", loss, "prediction"), ("gradient norm before clipping", gradient_norm, "hidden"))
    for axes, (name, values, colour) in zip(pair, curves, strict=True):
        smooth = _running_mean(values, window)
        axes.plot(values, color=COLOURS[colour], alpha=0.3, linewidth=0.7)
        axes.plot(np.arange(len(smooth)) + len(values) - len(smooth), smooth, color=COLOURS[colour])
        axes.set(xlabel="step (one batch each)", ylabel=name, ylim=(0, None))
        describe(axes, f"{name} over {len(values)} steps: from {values[0]:.2f} to about {smooth[-1]:.2f}.")
    if clip_norm is not None:
        pair[1].axhline(clip_norm, color=COLOURS["input"], linestyle="--", linewidth=1)
        pair[1].text(len(loss), clip_norm, "clipped above", ha="right", va="bottom", color=COLOURS["input"])
    return pair


def _running_mean(values: np.ndarray, window: int) -> np.ndarray:
    window = min(window, len(values))
    return np.convolve(values, np.full(window, 1 / window), mode="valid")


def shares(
    names: Sequence[str],
    values: Sequence[float],
    intervals: Sequence[tuple[float, float]],
    *,
    title: str,
    label: str,
) -> Axes:
    """Draw shares as points with their intervals, one line a name, the first on top.

    Shape:
        names, values, intervals: the same length; every interval (low, high) -> Axes.
    """
    _same_length(names=names, values=values, intervals=intervals)
    _, axes = plt.subplots(figsize=(8, 0.55 * len(names) + 1.2))
    places = np.arange(len(names))
    low, high = np.transpose(intervals)
    axes.hlines(places, low, high, color=COLOURS["hidden"], linewidth=3)
    axes.plot(values, places, "o", color=COLOURS["hidden"], markersize=8)
    for place, value, right in zip(places, values, high, strict=True):
        axes.annotate(
            f"{value:.1%}", (max(right, value), place), (8, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(places, names)
    axes.set(ylim=(len(names) - 0.4, -0.6), xlabel=label, title=title)
    axes.margins(x=0.12)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    parts = (
        f"{name}: {value:.1%}, interval {a:.1%} to {b:.1%}"
        for name, value, a, b in zip(names, values, low, high, strict=True)
    )
    describe(axes, f"{label}. " + "; ".join(parts) + ".")
    return axes


def confusion(matrix: np.ndarray, *, title: str) -> Axes:
    """Draw a confusion matrix: what was taken for what; the correct ones on the diagonal are left blank.

    Shape:
        matrix (C, C) counts, true class by predicted class -> Axes.
    """
    classes = len(matrix)
    mistakes = np.where(np.eye(classes, dtype=bool), 0, matrix)
    _, axes = plt.subplots(figsize=(5.6, 4.8))
    axes.imshow(mistakes, cmap="Blues")
    for truth, guess in np.argwhere(mistakes > 0):
        dark = mistakes[truth, guess] > mistakes.max() / 2
        axes.text(
            guess, truth, mistakes[truth, guess], ha="center", va="center", color="white" if dark else "black"
        )
    axes.grid(False)
    axes.set(xlabel="predicted class", ylabel="true class", title=title)
    axes.set_xticks(range(classes))
    axes.set_yticks(range(classes))
    describe(axes, _confusion_sentence(matrix, mistakes))
    return axes


def _confusion_sentence(matrix: np.ndarray, mistakes: np.ndarray) -> str:
    order = np.argsort(mistakes, axis=None)[::-1][:3]
    pairs = (np.unravel_index(place, mistakes.shape) for place in order)
    worst = ", ".join(f"{truth} taken for {guess} ({mistakes[truth, guess]} times)" for truth, guess in pairs)
    return f"{mistakes.sum()} of {matrix.sum()} digits are misread. Most often: {worst}."


def accuracy_by_row(
    accuracy: np.ndarray, low: np.ndarray, high: np.ndarray, ink: np.ndarray, *, title: str
) -> np.ndarray:
    """Draw the accuracy after each row with its interval, over the ink that the rows hold.

    Shape:
        accuracy, low, high, ink (L,) -> two Axes that share the row axis.
    """
    _same_length(accuracy=accuracy, low=low, high=high, ink=ink)
    rows = np.arange(1, len(accuracy) + 1)
    figure, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(8, 4), height_ratios=[3, 1])
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    top.fill_between(rows, low, high, color=COLOURS["hidden"], alpha=0.3)
    top.plot(rows, accuracy, "o-", color=COLOURS["hidden"], markersize=4)
    top.axhline(0.1, color=COLOURS["input"], linestyle="--", linewidth=1)
    top.text(rows[-1], 0.1, "chance", ha="right", va="bottom", color=COLOURS["input"])
    top.set(ylabel="digits read right", ylim=(0, 1.02))
    top.yaxis.set_major_formatter(PercentFormatter(1))
    bottom.bar(rows, ink, color=COLOURS["input"])
    bottom.set(xlabel="rows read", ylabel="mean ink")
    bottom.xaxis.set_major_locator(MultipleLocator(4))
    steepest = int(np.argmax(np.diff(accuracy))) + 2
    describe(
        top,
        f"{accuracy[0]:.0%} right after 1 row, {accuracy[-1]:.0%} after {rows[-1]}; steepest at row {steepest}.",
    )
    describe(
        bottom,
        f"Most ink lies in row {int(np.argmax(ink)) + 1}; the last row holds {ink[-1]:.4f} on average.",
    )
    return np.array([top, bottom])


def belief(image: np.ndarray, beliefs: np.ndarray, label: int, *, title: str) -> np.ndarray:
    """Draw one image beside the belief in each class after each of its rows.

    Shape:
        image (L, W); beliefs (L, C) -> two Axes that share the row axis.
    """
    _same_length(image=image, beliefs=beliefs)
    steps, classes = beliefs.shape
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 4.2), sharey=True)
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    left.imshow(image, aspect="auto", extent=(0, image.shape[1], steps + 0.5, 0.5))
    left.set(ylabel="row (time step)", xlabel="column (feature)")
    left.grid(False)
    right.imshow(
        beliefs, aspect="auto", cmap="Blues", vmin=0, vmax=1, extent=(-0.5, classes - 0.5, steps + 0.5, 0.5)
    )
    right.set(xlabel="class", xticks=range(classes))
    right.grid(False)
    for row in range(0, steps, 3):
        best = int(beliefs[row].argmax())
        colour = "white" if beliefs[row, best] > 0.6 else "black"
        right.text(best, row + 1, f"{beliefs[row, best]:.0%}", ha="center", va="center", size=8, color=colour)
    right.get_xticklabels()[label].set(weight="bold", color=COLOURS["truth"])
    describe(right, _belief_sentence(beliefs, label))
    return np.array([left, right])


def _belief_sentence(beliefs: np.ndarray, label: int) -> str:
    best = beliefs.argmax(axis=1)
    settled = len(best) - int(np.argmax(best[::-1] != best[-1])) if (best != best[-1]).any() else 0
    return (
        f"A handwritten {label} and the belief in each class after each row. "
        f"From row {settled + 1} on the network says {best[-1]}, in the end with {beliefs[-1].max():.0%}."
    )


def _listed(numbers: np.ndarray) -> str:
    return " ".join(str(int(number)) for number in numbers)


def _same_length(**arrays) -> None:
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        came = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"lengths are {came}; wanted is the same for all, at least 1")
