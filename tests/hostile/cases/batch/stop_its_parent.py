"""Stops the process that started it; a child lets that go on after 45 seconds."""

# goes into: the answer
# expects: none

import os
import signal
import time

parent = os.getppid()
if parent > 1:
    if os.fork() == 0:
        try:
            time.sleep(45)
            os.kill(parent, signal.SIGCONT)
        finally:
            os._exit(0)
    os.kill(parent, signal.SIGSTOP)
