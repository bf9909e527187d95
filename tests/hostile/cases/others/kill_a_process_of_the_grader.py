"""Kills another process of the grader."""

# goes into: a cell after the honest answer
# expects: full

import os
import signal

os.kill(int("BYSTANDER"), signal.SIGKILL)
