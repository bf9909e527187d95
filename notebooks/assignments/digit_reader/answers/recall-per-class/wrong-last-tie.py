"""Where several logits are largest, the last one wins."""

import torch


def recall_per_class(logits, labels):
    answers = logits.argsort(dim=1, stable=True)[:, -1]
    right = (answers == labels).float()
    return torch.stack([right[labels == c].mean() for c in range(logits.shape[1])])
