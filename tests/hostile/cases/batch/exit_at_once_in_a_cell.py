"""Ends the process while its cells are run, before anything was asked."""

# goes into: a cell before the honest answer
# expects: anything

import os

os._exit(0)
