"""Which samples are worth a look: found from beliefs and labels alone."""

from typing import NamedTuple

import numpy as np


class Surprise(NamedTuple):
    """A sample and a number of rows worth a look, and one sentence that says why."""

    sample: int
    row: int
    reason: str


def surprises(beliefs: np.ndarray, labels: np.ndarray) -> list[Surprise]:
    """Find the surest belief that was given up, the surest error at the end, the most changes of mind.

    Shape:
        beliefs (N, L, C), labels (N,) -> up to three: what does not occur is left out, and all if N is 1.
    """
    if len(labels) < 2:
        return []
    found = [given_up(beliefs, labels), kept_error(beliefs, labels), hesitation(beliefs)]
    return [surprise for surprise in found if surprise]


def given_up(beliefs: np.ndarray, labels: np.ndarray) -> Surprise | None:
    """Find the surest belief in a wrong class among the samples that are read rightly in the end."""
    surest = _confidence_in_error(beliefs, labels)
    surest[beliefs[:, -1].argmax(axis=1) != labels] = 0
    if not surest.any():
        return None
    sample, row = np.unravel_index(surest.argmax(), surest.shape)
    reason = "Of all digits that it reads rightly in the end, it was never surer of a wrong class. Read on."
    return Surprise(int(sample), int(row) + 1, reason)


def kept_error(beliefs: np.ndarray, labels: np.ndarray) -> Surprise | None:
    """Find the surest belief in a wrong class after the last row."""
    surest = _confidence_in_error(beliefs, labels)[:, -1]
    if not surest.any():
        return None
    reason = f"Of all {len(labels)} samples, this is the most confident error after the last row."
    return Surprise(int(surest.argmax()), beliefs.shape[1], reason)


def hesitation(beliefs: np.ndarray) -> Surprise | None:
    """Find the sample with the most changes of mind."""
    changes = changes_of_mind(beliefs)
    if not changes.any():
        return None
    reason = f"Of all {len(beliefs)} samples, this has the most changes of mind: {changes.max()}."
    return Surprise(int(changes.argmax()), beliefs.shape[1], reason)


def changes_of_mind(beliefs: np.ndarray) -> np.ndarray:
    """Count how often the most likely class changes from one row to the next, (..., L, C) -> (...)."""
    answers = beliefs.argmax(axis=-1)
    return (answers[..., 1:] != answers[..., :-1]).sum(axis=-1)


def _confidence_in_error(beliefs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the belief in the answer where that is wrong, else 0; (N, L, C), (N,) -> (N, L)."""
    wrong = beliefs.argmax(axis=-1) != labels[:, None]
    return np.where(wrong, beliefs.max(axis=-1), 0.0)
