"""Kills the process that started it, if that is not the first of the machine."""

# goes into: the answer
# expects: none

import os
import signal

if os.getppid() > 1:
    os.kill(os.getppid(), signal.SIGKILL)
