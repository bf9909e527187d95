"""Keeps eight processes busy for 30 seconds."""

# goes into: a cell after the honest answer
# expects: full

import os
import time

for _ in range(8):
    if os.fork() == 0:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            pass
        os._exit(0)
