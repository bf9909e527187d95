import torch


def calibration_error(logits, labels, bins):
    """Add up the differences of each bin: weight and mean cancel to a sum over the examples."""
    confidence, answers = logits.double().softmax(dim=1).max(dim=1)
    edges = torch.arange(1, bins + 1, dtype=torch.float64) / bins
    place = torch.bucketize(confidence, edges).clamp(max=bins - 1)
    gaps = torch.zeros(bins, dtype=torch.float64)
    gaps.index_add_(0, place, (answers == labels).double() - confidence)
    return gaps.abs().sum().item() / len(labels)
