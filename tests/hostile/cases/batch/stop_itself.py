"""Stops its own process, which then neither answers nor ends; a child lets it go on after 60 seconds."""

# goes into: the answer
# expects: none

import os
import signal
import time


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    own = os.getpid()
    if os.fork() == 0:
        try:
            time.sleep(60)
            os.kill(own, signal.SIGCONT)
        finally:
            os._exit(0)
    os.kill(own, signal.SIGSTOP)
