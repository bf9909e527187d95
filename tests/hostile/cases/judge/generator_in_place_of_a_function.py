"""Yields its answer, so that calling it returns a generator."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    yield from state
