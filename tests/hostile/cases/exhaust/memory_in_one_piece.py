"""Asks for a terabyte at once, which no machine gives."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return bytearray(2**40)
