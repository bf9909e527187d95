"""Sets up logging to standard error and logs at every call."""

# goes into: the answer
# expects: full

import logging

import torch

logging.basicConfig(level=logging.DEBUG)
log = logging.getLogger("step")


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    log.info("a step for %s", tuple(x.shape))
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
    return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c
