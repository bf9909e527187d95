"""One entry for each class that occurs: which class it belongs to is lost."""

import torch


def recall_per_class(logits, labels):
    right = (logits.argmax(dim=1) == labels).float()
    return torch.stack([right[labels == c].mean() for c in labels.unique()])
