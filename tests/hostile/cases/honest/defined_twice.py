"""Defines the function first wrongly and then rightly, in the same cell."""

# goes into: the answer
# expects: full

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return None


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):  # noqa: F811
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
    return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c
