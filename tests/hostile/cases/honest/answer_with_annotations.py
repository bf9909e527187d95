"""Has a docstring with formulas, annotations, assertions and keyword-only settings with defaults."""

# goes into: the answer
# expects: full

import torch
from torch import Tensor


def peephole_step(
    x: Tensor,
    state: tuple[Tensor, Tensor],
    weight_ih: Tensor,
    weight_hh: Tensor,
    peepholes: Tensor,
    bias: Tensor,
    *,
    debug: bool = False,
) -> tuple[Tensor, Tensor]:
    r"""Return $h' = o \odot \tanh(c')$ & $c'$; <b>bold</b> claims are left to others."""
    h, c = state
    assert x.shape[0] == h.shape[0] == c.shape[0], "batch sizes differ"
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
    if debug:
        print(i, f, g, o)
    return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c
