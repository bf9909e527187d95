"""Returns a dictionary with a million entries."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return dict.fromkeys(range(1_000_000), 0.0)
