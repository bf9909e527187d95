"""The rows are taken in the order i, f, o, g, as other texts print the gates."""

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    i, f, o, g = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    p_i, p_f, p_o = peepholes
    new_c = torch.sigmoid(f + p_f * c) * c + torch.sigmoid(i + p_i * c) * torch.tanh(g)
    return torch.sigmoid(o + p_o * new_c) * torch.tanh(new_c), new_c
