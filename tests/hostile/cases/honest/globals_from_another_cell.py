"""Uses a helper and a global name that are defined in a cell after the answer's place in the notebook."""

# goes into: the answer
# expects: full

import torch

SQUASH = torch.tanh


def gate(total, peephole, c):
    return torch.sigmoid(total + peephole * c)


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    global LAST
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = gate(f, peepholes[1], c) * c + gate(i, peepholes[0], c) * SQUASH(g)
    LAST = c
    return gate(o, peepholes[2], c) * SQUASH(c), c
