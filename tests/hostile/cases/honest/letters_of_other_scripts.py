"""Writes names and comments in other scripts, with emoji."""

# goes into: the answer
# expects: full

import torch

σ = torch.sigmoid


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    """Schritt mit Gucklöchern; шаг; 一步 🎉."""
    h, c = state
    i, f, g, õ = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = σ(f + peepholes[1] * c) * c + σ(i + peepholes[0] * c) * torch.tanh(g)
    return σ(õ + peepholes[2] * c) * torch.tanh(c), c
