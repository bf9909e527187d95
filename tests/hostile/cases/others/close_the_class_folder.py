"""Takes all permissions from the class folder."""

# goes into: a cell after the honest answer
# expects: full

import os

os.chmod("ARENA/class", 0)
