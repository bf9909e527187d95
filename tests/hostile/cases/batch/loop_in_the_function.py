"""Loops for a minute at every call."""

# goes into: the answer
# expects: none

import time


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass
