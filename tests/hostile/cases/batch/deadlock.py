"""Waits a minute for a lock that it holds itself."""

# goes into: the answer
# expects: none

import threading

lock = threading.Lock()


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    lock.acquire()
    lock.acquire(timeout=60)
