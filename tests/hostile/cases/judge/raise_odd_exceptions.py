"""Raises another exception at each call that ordinary handlers do not catch: exits, interrupts, groups."""

# goes into: the answer
# expects: none

import asyncio
import itertools

KINDS = itertools.cycle(
    [
        SystemExit(0),
        KeyboardInterrupt(),
        GeneratorExit(),
        StopIteration(6),
        asyncio.CancelledError(),
        BaseException("6 of 6"),
        ExceptionGroup("parts", [ValueError("6 of 6")]),
        AssertionError(),
    ]
)


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    raise next(KINDS)
