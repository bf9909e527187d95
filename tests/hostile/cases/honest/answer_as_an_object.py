"""Is an object of a class with __call__."""

# goes into: the answer
# expects: full

import torch


class Step:
    def __init__(self, squash):
        self.squash = squash

    def __call__(self, x, state, weight_ih, weight_hh, peepholes, bias):
        h, c = state
        i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
        c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * self.squash(g)
        return torch.sigmoid(o + peepholes[2] * c) * self.squash(c), c


peephole_step = Step(torch.tanh)
