"""Puts a FIFO into the place of the notebook, at which whoever opens it waits for ever."""

# expects: refused

import os

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    os.mkfifo(folder / NAME)
