"""Figures of the course: numpy arrays in, matplotlib Axes out, each with a title and a sentence for alt text.

A title states the finding, so the lesson passes it in; axis labels and alt text are made here from the data.
"""

from collections.abc import Mapping, Sequence
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
CURVE_STYLES = (("hidden", "o"), ("cell", "s"), ("truth", "^"))
LEVEL_STYLE = {"color": COLOURS["input"], "linestyle": "--", "linewidth": 1}


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
    figure.suptitle(title, x=0.01, ha="left")
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
    sentence = f"{count} handwritten digit{'s' * (count > 1)}, labelled {_listed(labels)}."
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

    The mean stands in the middle of its window, which spans at most a quarter of all steps.

    Shape:
        loss, gradient_norm (steps,) -> two Axes.

    Raises:
        ValueError: the lengths differ, or there are no steps.
    """
    _same_length(loss=loss, gradient_norm=gradient_norm)
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
    _same_length(values=values, intervals=intervals)
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


def accuracy_by_row(
    curves: Mapping[str, Sequence[float]],
    intervals: Mapping[str, Sequence[tuple[float, float]]],
    ink: np.ndarray,
    *,
    title: str,
) -> np.ndarray:
    """Draw the accuracy after each row, one curve a name with its intervals, over the ink that the rows hold.

    Shape:
        each curve (L,); its intervals, L pairs (low, high); ink (L,) -> two Axes with one row axis.

    Raises:
        ValueError: the lengths differ, or there are more than three curves.
    """
    if len(curves) > len(CURVE_STYLES):
        raise ValueError(f"curves holds {len(curves)} of them; wanted is at most {len(CURVE_STYLES)}")
    _same_length(ink=ink, **curves)
    rows = np.arange(1, len(ink) + 1)
    figure, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(8, 4.4), height_ratios=[4, 1])
    figure.suptitle(title, x=0.01, ha="left")
    curves = {name: np.asarray(accuracy) for name, accuracy in curves.items()}
    for (name, accuracy), (colour, marker) in zip(curves.items(), CURVE_STYLES, strict=False):
        top.fill_between(rows, *np.transpose(intervals[name]), color=COLOURS[colour], alpha=0.25, linewidth=0)
        top.plot(rows, accuracy, marker=marker, color=COLOURS[colour], markersize=4, label=name)
    top.axhline(0.1, **LEVEL_STYLE, label="chance")
    top.set(ylabel="digits read right", ylim=(0, 1.02))
    top.yaxis.set_major_formatter(PercentFormatter(1))
    top.legend(loc="upper left")
    bottom.bar(rows, ink, color=COLOURS["input"])
    bottom.set(xlabel="rows read", ylabel="mean ink")
    bottom.xaxis.set_major_locator(MultipleLocator(4))
    describe(top, " ".join(_curve_sentence(name, accuracy) for name, accuracy in curves.items()))
    describe(
        bottom,
        f"Most ink lies in row {np.argmax(ink) + 1}: {ink.max():.2g} a pixel; in the last row {ink[-1]:.2g}.",
    )
    return np.array([top, bottom])


def _curve_sentence(name: str, accuracy: np.ndarray) -> str:
    reached = np.flatnonzero(np.asarray(accuracy) > 0.5)
    half = f"first above 50% after row {reached[0] + 1}" if len(reached) else "never above 50%"
    return f"{name}: {accuracy[0]:.0%} after 1 row, {half}, {accuracy[-1]:.0%} after {len(accuracy)}."


def belief(image: np.ndarray, beliefs: np.ndarray, label: int, *, title: str) -> np.ndarray:
    """Draw one image beside the belief in each class after each of its rows.

    Shape:
        image (L, W); beliefs (L, C) -> two Axes that share the row axis.

    Raises:
        ValueError: the lengths differ, or ``label`` is no class.
    """
    _same_length(image=image, beliefs=beliefs)
    steps, classes = beliefs.shape
    if not 0 <= label < classes:
        raise ValueError(f"label is {label}; wanted is a class from 0 to {classes - 1}")
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 4.2), sharey=True)
    figure.suptitle(title, x=0.01, ha="left")
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
