"""Sleeps for 50 seconds when its process is about to end: at exit and in a finaliser."""

# goes into: a cell after the honest answer
# expects: full

import atexit
import signal
import time


class Slow:
    def __del__(self):
        time.sleep(50)


slow = Slow()
atexit.register(time.sleep, 50)
signal.signal(signal.SIGTERM, lambda *values: time.sleep(50))
