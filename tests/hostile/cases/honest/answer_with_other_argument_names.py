"""Calls its arguments otherwise than the question does."""

# goes into: the answer
# expects: full

import torch


def peephole_step(inputs, previous, w, u, p, b):
    h, c = previous
    i, f, g, o = (inputs @ w.T + h @ u.T + b).chunk(4, dim=1)
    c = torch.sigmoid(f + p[1] * c) * c + torch.sigmoid(i + p[0] * c) * torch.tanh(g)
    return torch.sigmoid(o + p[2] * c) * torch.tanh(c), c
