"""A softmax by hand, whose exponentials overflow for large logits."""


def calibration_error(logits, labels, bins):
    powers = logits.exp()
    confidence, answers = (powers / powers.sum(dim=1, keepdim=True)).max(dim=1)
    right = (answers == labels).to(confidence.dtype)
    total = 0.0
    for number in range(bins):
        inside = (confidence > number / bins) & (confidence <= (number + 1) / bins)
        if inside.any():
            gap = (right[inside].mean() - confidence[inside].mean()).abs()
            total += inside.double().mean() * gap
    return total.item()
