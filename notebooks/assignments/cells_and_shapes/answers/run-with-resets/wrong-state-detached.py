"""The last state is cut off, so that nothing is learned beyond this call."""

import torch
from torch.nn.functional import linear


def run_with_resets(x, reset, h_0, weight_ih, weight_hh, bias):
    keep = (~reset).to(x.dtype).unsqueeze(2)  # (N, L, 1)
    from_x = linear(x, weight_ih, bias)  # (N, L, H)
    output = torch.empty_like(from_x)
    h = h_0.squeeze(0)
    for t, driven in enumerate(from_x.unbind(dim=1)):
        h = torch.tanh(driven + linear(h * keep[:, t], weight_hh))
        output[:, t] = h
    return output, h.unsqueeze(0).detach()
