"""With numpy, and its own float at the end."""

import numpy as np


def calibration_error(logits, labels, bins):
    scores = logits.double().numpy()
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    confidence = (powers / powers.sum(axis=1, keepdims=True)).max(axis=1)
    right = scores.argmax(axis=1) == labels.numpy()
    number = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    return np.abs(np.bincount(number, right - confidence)).sum() / len(right)
