"""Calls abort(), which ends the process without any clearing up."""

# goes into: the answer
# expects: none

import os


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    os.abort()
