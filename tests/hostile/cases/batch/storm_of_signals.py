"""Has a timer send 10,000 signals a second to its own process, for 20 seconds, into a handler that raises."""

# goes into: the answer
# expects: none

import signal
import time

end = time.monotonic() + 20


def handler(number, frame):
    if time.monotonic() > end:
        signal.setitimer(signal.ITIMER_REAL, 0)
    raise InterruptedError("another signal")


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)
    while True:
        if time.monotonic() > end:
            return None
