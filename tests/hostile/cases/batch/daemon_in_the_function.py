"""Starts a daemon at its first call, with all descriptors open."""

# goes into: the answer
# expects: none

import os
import time

started = []


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    if not started:
        started.append(True)
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(50)
            os._exit(0)
