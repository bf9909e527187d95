"""Sleeps for 15 seconds at every call, at most 60 in all: less than any call may take by itself."""

# goes into: the answer
# expects: none

import time

left = [4]


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    if left[0]:
        left[0] -= 1
        time.sleep(15)
