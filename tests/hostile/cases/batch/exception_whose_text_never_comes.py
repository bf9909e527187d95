"""Raises an exception whose text takes a minute to be written."""

# goes into: the answer
# expects: none

import time


class Slow(Exception):
    def __str__(self):
        time.sleep(60)
        return "at last"

    __repr__ = __str__


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    raise Slow
