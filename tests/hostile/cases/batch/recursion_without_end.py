"""Calls itself without end."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return peephole_step(x, state, weight_ih, weight_hh, peepholes, bias)
