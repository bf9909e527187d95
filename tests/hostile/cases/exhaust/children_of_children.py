"""Forks in five generations, 31 processes in all, that live for 20 seconds: a small fork bomb."""

# goes into: a cell after the honest answer
# expects: anything

import os
import time

own = os.getpid()
for _ in range(5):
    os.fork()
if os.getpid() != own:
    time.sleep(20)
    os._exit(0)
