"""Returns a generator that would yield for 40 seconds."""

# goes into: the answer
# expects: none

import time


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    end = time.monotonic() + 40
    while time.monotonic() < end:
        yield state
