"""Is right when it is first called and puts a wrong function into its place then."""

# goes into: the answer
# expects: less than full

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    globals()["peephole_step"] = lambda *values: (torch.zeros_like(state[0]), torch.zeros_like(state[1]))
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, 1)
    p_i, p_f, p_o = peepholes
    c = torch.sigmoid(f + p_f * c) * c + torch.sigmoid(i + p_i * c) * torch.tanh(g)
    return torch.sigmoid(o + p_o * c) * torch.tanh(c), c
