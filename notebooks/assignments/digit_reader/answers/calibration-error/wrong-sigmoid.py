"""A sigmoid of each logit is no probability among classes."""


def calibration_error(logits, labels, bins):
    confidence, answers = logits.sigmoid().max(dim=1)
    right = (answers == labels).to(confidence.dtype)
    total = 0.0
    for number in range(bins):
        inside = (confidence > number / bins) & (confidence <= (number + 1) / bins)
        if inside.any():
            gap = (right[inside].mean() - confidence[inside].mean()).abs()
            total += inside.double().mean() * gap
    return total.item()
