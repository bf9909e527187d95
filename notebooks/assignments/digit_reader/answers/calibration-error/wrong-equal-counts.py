"""Bins of equally many examples instead of equal width."""


def calibration_error(logits, labels, bins):
    confidence, answers = logits.softmax(dim=1).max(dim=1)
    right = (answers == labels).to(confidence.dtype)
    total = 0.0
    place = confidence.argsort().argsort() * bins // len(labels)
    for number in range(bins):
        inside = place == number
        if inside.any():
            gap = (right[inside].mean() - confidence[inside].mean()).abs()
            total += inside.double().mean() * gap
    return total.item()
