"""Returns tensors of 800 MB."""

# goes into: the answer
# expects: none

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    large = torch.zeros(10_000, 10_000, dtype=torch.float64)
    return large, large
