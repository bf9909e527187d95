"""Figures of digits: images, and what is believed of them row by row."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MultipleLocator, PercentFormatter

from course_utils.alt_text import describe
from course_utils.plotting.style import COLOURS, CURVE_STYLES, LEVEL_STYLE, same_length


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
    same_length(images=images, labels=labels, predictions=images if predictions is None else predictions)
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
    same_length(ink=ink, **curves)
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
    same_length(image=image, beliefs=beliefs)
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
