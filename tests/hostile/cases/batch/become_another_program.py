"""Replaces its process by one that sleeps for 40 seconds and knows no protocol."""

# goes into: the answer
# expects: none

import os


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    os.execv("/bin/sleep", ["sleep", "40"])
