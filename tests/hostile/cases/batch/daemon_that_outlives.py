"""Starts a daemon, by forking twice in a session of its own, that lives for 50 seconds."""

# goes into: a cell after the honest answer
# expects: full

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 256)
        time.sleep(50)
    os._exit(0)
