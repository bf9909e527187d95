"""Which samples are worth a look: found from beliefs and labels alone."""

from typing import NamedTuple

import numpy as np


class Surprise(NamedTuple):
    """A sample worth a look, and one sentence that says why."""

    sample: int
    reason: str


def surprises(beliefs: np.ndarray, labels: np.ndarray) -> list[Surprise]:
    """Find the most confident error after the last row, then the sample with the most changes of mind.

    Shape:
        beliefs (N, L, C), labels (N,) -> two, or fewer where nothing is wrong, nothing changes or N is 1.
    """
    count = len(labels)
    if count < 2:
        return []
    found = []
    final = beliefs[:, -1]
    confidence_in_error = np.where(final.argmax(axis=1) == labels, 0, final.max(axis=1))
    if confidence_in_error.any():
        sample = int(confidence_in_error.argmax())
        found.append(
            Surprise(sample, f"Of all {count} samples, this is the most confident error after the last row.")
        )
    changes = changes_of_mind(beliefs)
    if changes.any():
        sample = int(changes.argmax())
        reason = f"Of all {count} samples, this has the most changes of mind: {changes.max()}."
        found.append(Surprise(sample, reason))
    return found


def changes_of_mind(beliefs: np.ndarray) -> np.ndarray:
    """Count how often the most likely class changes from one row to the next, (..., L, C) -> (...)."""
    answers = beliefs.argmax(axis=-1)
    return (answers[..., 1:] != answers[..., :-1]).sum(axis=-1)


def next_surprise(found: list[Surprise], current: int) -> int:
    """Return the sample of the surprise after ``current``, in a round; from any other sample the first."""
    samples = [surprise.sample for surprise in found]
    position = samples.index(current) + 1 if current in samples else 0
    return samples[position % len(samples)]
