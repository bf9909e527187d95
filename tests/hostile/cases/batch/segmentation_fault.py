"""Reads from address 0."""

# goes into: the answer
# expects: none

import ctypes


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return ctypes.string_at(0)
