"""One reset starts all sequences of the batch anew."""

import torch


def run_with_resets(x, reset, h_0, weight_ih, weight_hh, bias):
    h, states = h_0[0], []
    for t in range(x.shape[1]):
        if reset[:, t].any():
            h = torch.zeros_like(h)
        h = torch.tanh(x[:, t] @ weight_ih.T + h @ weight_hh.T + bias)
        states.append(h)
    return torch.stack(states, dim=1), h[None]
