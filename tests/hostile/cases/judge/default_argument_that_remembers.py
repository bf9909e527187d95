"""Remembers its first answer in a default argument and returns it from then on."""

# goes into: the answer
# expects: less than full

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias, memory=[]):  # noqa: B006
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, 1)
    p_i, p_f, p_o = peepholes
    c = torch.sigmoid(f + p_f * c) * c + torch.sigmoid(i + p_i * c) * torch.tanh(g)
    memory.append((torch.sigmoid(o + p_o * c) * torch.tanh(c), c))
    return memory[0]
