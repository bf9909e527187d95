"""Matches a regular expression that takes about half a minute and lets no signal handler run meanwhile."""

# goes into: the answer
# expects: none

import re


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return re.match(r"(a+)+$", "a" * 28 + "b")
