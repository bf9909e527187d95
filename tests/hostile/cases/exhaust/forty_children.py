"""Forks forty children at its first call, which live for 20 seconds."""

# goes into: the answer
# expects: none

import os
import time

children = []


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    while len(children) < 40:
        children.append(os.fork())
        if children[-1] == 0:
            time.sleep(20)
            os._exit(0)
