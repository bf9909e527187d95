"""Where several logits are largest, all of them are taken for the answer."""

import torch


def recall_per_class(logits, labels):
    labels = labels.long()
    right = logits[torch.arange(len(labels)), labels] == logits.max(dim=1).values
    return torch.stack([right[labels == c].float().mean() for c in range(logits.shape[1])])
