"""Gives another process of the grader the lowest priority and the tightest limits."""

# goes into: a cell after the honest answer
# expects: full

import os
import resource

os.setpriority(os.PRIO_PROCESS, int("BYSTANDER"), 19)
resource.prlimit(int("BYSTANDER"), resource.RLIMIT_NOFILE, (4, 4))
