"""Stops another process of the grader, which then waits for ever."""

# goes into: a cell after the honest answer
# expects: full

import os
import signal

os.kill(int("BYSTANDER"), signal.SIGSTOP)
