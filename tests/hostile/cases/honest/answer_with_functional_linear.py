"""The same with functional.linear and torch.split."""

# goes into: the answer
# expects: full

import torch
import torch.nn.functional as F


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    size = h.size(1)
    i, f, g, o = torch.split(F.linear(x, weight_ih, bias) + F.linear(h, weight_hh), size, dim=1)
    i, f = F.sigmoid(i + peepholes[0] * c), F.sigmoid(f + peepholes[1] * c)
    c = i * F.tanh(g) + f * c
    o = F.sigmoid(o + peepholes[2] * c)
    return o * F.tanh(c), c
