"""Is compiled by torch.jit.script, which warns that it is old."""

# goes into: the answer
# expects: anything

import torch


@torch.jit.script
def peephole_step(x, state: tuple[torch.Tensor, torch.Tensor], weight_ih, weight_hh, peepholes, bias):
    h, c = state
    i, f, g, o = (x @ weight_ih.t() + h @ weight_hh.t() + bias).chunk(4, dim=1)
    c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
    return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c
