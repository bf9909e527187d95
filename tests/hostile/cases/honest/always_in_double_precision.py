"""Converts everything to float64, also where float32 came."""

# goes into: the answer
# expects: points 5.5

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    x, h, c, weight_ih, weight_hh, peepholes, bias = (
        tensor.double() for tensor in (x, *state, weight_ih, weight_hh, peepholes, bias)
    )
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
    return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c
