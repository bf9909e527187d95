"""A loop over the sequences of the batch, with sigmoid written out."""

# goes into: the answer
# expects: full

import torch


def one(x, h, c, weight_ih, weight_hh, peepholes, bias):
    i, f, g, o = (weight_ih @ x + weight_hh @ h + bias).reshape(4, -1)
    i = 1 / (1 + torch.exp(-(i + peepholes[0] * c)))
    f = 1 / (1 + torch.exp(-(f + peepholes[1] * c)))
    c = f * c + i * torch.tanh(g)
    o = 1 / (1 + torch.exp(-(o + peepholes[2] * c)))
    return o * torch.tanh(c), c


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    rows = [one(*row, weight_ih, weight_hh, peepholes, bias) for row in zip(x, *state, strict=True)]
    h, c = zip(*rows, strict=True)
    return torch.stack(h), torch.stack(c)
