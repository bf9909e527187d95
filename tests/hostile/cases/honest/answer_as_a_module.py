"""Is a torch module without parameters of its own."""

# goes into: the answer
# expects: full

import torch
from torch import nn


class Step(nn.Module):
    def forward(self, x, state, weight_ih, weight_hh, peepholes, bias):
        h, c = state
        i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
        c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
        return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c


peephole_step = Step()
