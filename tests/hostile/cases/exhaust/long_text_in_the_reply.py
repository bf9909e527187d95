"""Returns a text of 500 MB."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return "a" * 500_000_000
