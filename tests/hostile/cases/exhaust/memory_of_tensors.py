"""Makes tensors of ones, 3 GB in all."""

# goes into: the answer
# expects: none

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return len([torch.ones(2**24) for _ in range(45)])
