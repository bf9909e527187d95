import numpy as np
import torch


def calibration_error(logits, labels, bins):
    """With numpy's histogram counts."""
    probabilities = torch.softmax(logits, dim=1).numpy()
    confidence, answers = probabilities.max(axis=1), probabilities.argmax(axis=1)
    place = np.digitize(confidence, np.linspace(0, 1, bins + 1), right=True)
    right = np.bincount(place, answers == labels.numpy(), minlength=bins + 1)
    sure = np.bincount(place, confidence, minlength=bins + 1)
    return float(np.abs(right - sure).sum() / len(labels))
