"""Starts 200 threads that sleep for 15 seconds at its first call."""

# goes into: the answer
# expects: none

import threading
import time

threads = []


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    while len(threads) < 200:
        threads.append(threading.Thread(target=time.sleep, args=(15,), daemon=True))
        threads[-1].start()
