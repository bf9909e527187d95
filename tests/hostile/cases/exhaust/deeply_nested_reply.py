"""Returns a list inside a list, 100,000 deep."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested
