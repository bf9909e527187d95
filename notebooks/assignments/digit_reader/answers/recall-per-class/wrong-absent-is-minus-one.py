"""A class that is absent has -1 in the place of nan."""

import torch


def recall_per_class(logits, labels):
    right = (logits.argmax(dim=1) == labels).float()
    return torch.stack([right[labels == c].mean() for c in range(logits.shape[1])]).nan_to_num(-1)
