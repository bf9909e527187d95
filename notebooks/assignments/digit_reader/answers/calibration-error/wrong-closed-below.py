"""Bins closed below: a confidence on an edge goes into the bin above it."""


def calibration_error(logits, labels, bins):
    confidence, answers = logits.softmax(dim=1).max(dim=1)
    right = (answers == labels).to(confidence.dtype)
    total = 0.0
    for number in range(bins):
        inside = (confidence * bins).long().clamp(max=bins - 1) == number
        if inside.any():
            gap = (right[inside].mean() - confidence[inside].mean()).abs()
            total += inside.double().mean() * gap
    return total.item()
