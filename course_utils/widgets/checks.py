"""Bad input of a widget, refused in one sentence that names the argument, what came and what is wanted."""

import operator

import numpy as np


def checked_images(name: str, images, shape: tuple) -> np.ndarray:
    """Return the pixels as an array, or raise the ValueError that says what does not fit."""
    images = checked_shape(name, images, shape)
    if images.dtype != np.uint8:
        raise ValueError(f"{name} has dtype {images.dtype}; wanted is uint8, 0 for paper to 255 for ink")
    return images


def checked_probabilities(name: str, probabilities, shape: tuple) -> np.ndarray:
    """Return the probabilities as an array, or raise the ValueError that says what does not fit."""
    probabilities = checked_shape(name, probabilities, shape)
    if not np.issubdtype(probabilities.dtype, np.floating):
        raise ValueError(
            f"{name} has dtype {probabilities.dtype}; wanted are probabilities as floating point numbers"
        )
    totals = probabilities.sum(axis=-1, dtype=float)
    if not (probabilities >= 0).all() or not np.allclose(totals, 1, rtol=0, atol=1e-3):
        worst = totals.flat[np.abs(totals - 1).argmax()]
        raise ValueError(
            f"{name} holds a row with lowest value {probabilities.min():.3g} and sum {worst:.3g}; "
            "wanted are probabilities, at least 0 and with sum 1 (logits after a softmax)"
        )
    return probabilities


def checked_whole(name: str, value, highest: int) -> int:
    """Return a whole number from 0 to ``highest``, or raise the ValueError that says what came instead."""
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if not 0 <= number <= highest:
        raise ValueError(f"{name} is {value}; wanted is a whole number from 0 to {highest}")
    return number


def checked_shape(name: str, values, shape: tuple) -> np.ndarray:
    """Return an array or a tensor as an array, or raise the ValueError that says what does not fit.

    "N" in the wanted shape stands for any size of at least 1.
    """
    # A tensor may live on a GPU or carry a graph.
    values = np.asarray(values.detach().cpu() if hasattr(values, "detach") else values)
    fits = len(values.shape) == len(shape) and all(
        size == wanted or (wanted == "N" and size) for size, wanted in zip(values.shape, shape, strict=True)
    )
    if not fits:
        wanted = str(shape).replace("'", "")
        raise ValueError(f"{name} has shape {values.shape}; wanted is {wanted}")
    return values
