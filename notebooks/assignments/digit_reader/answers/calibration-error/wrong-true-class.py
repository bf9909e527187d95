"""Confidence is taken to be the probability of the true class."""

import torch


def calibration_error(logits, labels, bins):
    answers = logits.argmax(dim=1)
    confidence = logits.softmax(dim=1)[torch.arange(len(labels)), labels]
    right = (answers == labels).to(confidence.dtype)
    total = 0.0
    for number in range(bins):
        inside = (confidence > number / bins) & (confidence <= (number + 1) / bins)
        if inside.any():
            gap = (right[inside].mean() - confidence[inside].mean()).abs()
            total += inside.double().mean() * gap
    return total.item()
