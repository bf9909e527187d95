"""Returns a whole number of five million digits."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return 1 << 16_000_000
