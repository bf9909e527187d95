"""Keeps helper functions in a cell of its own before the answer, which this control does not even need."""

# goes into: a cell before the honest answer
# expects: full

import torch


def gate(x, weight):
    return torch.sigmoid(x @ weight.T)


gate(torch.ones(1, 2), torch.ones(3, 2))
