"""Starts eight children of 300 MB each at its first call, which hold it for 15 seconds."""

# goes into: the answer
# expects: none

import os
import time

children = []


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    while len(children) < 8:
        children.append(os.fork())
        if children[-1] == 0:
            try:
                taken = bytearray(b"x" * 300_000_000)
                time.sleep(15)
                del taken
            finally:
                os._exit(0)
    time.sleep(2)
