"""Returns complex tensors whose real parts are what an ordinary LSTM would give."""

# goes into: the answer
# expects: none

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    i, f, g, o = (x @ weight_ih.T + state[0] @ weight_hh.T + bias).chunk(4, 1)
    c = torch.sigmoid(f) * state[1] + torch.sigmoid(i) * torch.tanh(g)
    return torch.complex(torch.sigmoid(o) * torch.tanh(c), c), torch.complex(c, c)
