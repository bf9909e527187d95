"""The equations, line by line."""

# goes into: the answer
# expects: full

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    p_i, p_f, p_o = peepholes
    i, f = torch.sigmoid(i + p_i * c), torch.sigmoid(f + p_f * c)
    c = f * c + i * torch.tanh(g)
    return torch.sigmoid(o + p_o * c) * torch.tanh(c), c
