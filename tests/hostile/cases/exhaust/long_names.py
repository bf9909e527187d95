"""Raises an exception whose class has a name of a million characters."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    raise type("N" * 1_000_000, (Exception,), {"__doc__": "d" * 1_000_000})
