"""Returns a tensor with sixty dimensions, and one whose empty shape multiplies beyond 64 bits."""

# goes into: the answer
# expects: none

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return torch.zeros([1] * 60), torch.zeros(0, 2**31, 2**31)
