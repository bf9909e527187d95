"""Loads data with two worker processes."""

# goes into: a cell after the honest answer
# expects: full

import torch
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.arange(20)), batch_size=5, num_workers=2)
assert sum(batch.sum().item() for (batch,) in loader) == 190
