"""Takes memory in steps of 64 MB until there is none, or 3 GB."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return len([bytearray(b"x" * 2**26) for _ in range(45)])
