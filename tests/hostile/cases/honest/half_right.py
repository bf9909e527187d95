"""Forgets the peepholes: an ordinary step, which is right where they are zero."""

# goes into: the answer
# expects: points 1

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
