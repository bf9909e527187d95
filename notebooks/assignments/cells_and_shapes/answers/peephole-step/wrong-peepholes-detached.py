"""The peepholes see c, but no gradient flows back through them."""

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    p_i, p_f, p_o = peepholes
    seen = c.detach()
    new_c = torch.sigmoid(f + p_f * seen) * c + torch.sigmoid(i + p_i * seen) * torch.tanh(g)
    return torch.sigmoid(o + p_o * new_c.detach()) * torch.tanh(new_c), new_c
