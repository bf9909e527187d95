"""Raises Python's limit and recurses in C until the stack of its process is used up."""

# goes into: the answer
# expects: none

import sys


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(500_000):
        nested = [nested]
    return repr(nested)
