"""The same with einsum and a view in place of chunks."""

# goes into: the answer
# expects: full

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    sums = torch.einsum("ni,ki->nk", x, weight_ih) + torch.einsum("nh,kh->nk", h, weight_hh) + bias
    i, f, g, o = sums.view(len(x), 4, -1).unbind(1)
    i = (i + peepholes[0] * c).sigmoid()
    f = (f + peepholes[1] * c).sigmoid()
    new_c = torch.addcmul(f * c, i, g.tanh())
    return (o + peepholes[2] * new_c).sigmoid() * new_c.tanh(), new_c
