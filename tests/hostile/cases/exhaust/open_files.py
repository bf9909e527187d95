"""Opens as many files as it is given, up to 5,000, and keeps them."""

# goes into: the answer
# expects: none

import os


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return len([os.open("/dev/null", os.O_RDONLY) for _ in range(5_000)])
