"""Waits for someone to type."""

# goes into: the answer
# expects: none

import os
import sys


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    os.set_blocking(0, False)
    return sys.stdin.read() or os.read(0, 100)
