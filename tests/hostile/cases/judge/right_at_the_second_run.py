"""Leaves a file behind at the first run, and is right only where it finds that file."""

# goes into: the answer
# expects: none

from pathlib import Path

import torch

marks = [Path("hostile-seen"), Path("/tmp/hostile-seen-BYSTANDER"), Path("ARENA/loot/seen")]
SEEN = any(mark.exists() for mark in marks)
for mark in marks:
    try:
        mark.touch()
    except OSError:
        continue


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    if not SEEN:
        return torch.zeros_like(state[0]), torch.zeros_like(state[1])
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, 1)
    p_i, p_f, p_o = peepholes
    c = torch.sigmoid(f + p_f * c) * c + torch.sigmoid(i + p_i * c) * torch.tanh(g)
    return torch.sigmoid(o + p_o * c) * torch.tanh(c), c
