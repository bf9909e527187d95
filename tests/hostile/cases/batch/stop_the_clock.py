"""Replaces the clocks of its process by ones that stand still, then loops for 40 seconds."""

# goes into: the answer
# expects: none

import time

clock, now = time.clock_gettime, time.time()
time.time = time.monotonic = time.perf_counter = lambda: now


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    end = clock(time.CLOCK_MONOTONIC) + 40
    while clock(time.CLOCK_MONOTONIC) < end:
        pass
