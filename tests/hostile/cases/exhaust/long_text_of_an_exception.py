"""Raises an exception with a text of 200 MB."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    raise ValueError("b" * 200_000_000)
