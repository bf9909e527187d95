import torch


def recall_per_class(logits, labels):
    """Class by class; the mean of an empty tensor is nan."""
    right = (logits.argmax(dim=1) == labels).float()
    return torch.stack([right[labels == c].mean() for c in range(logits.shape[1])])
