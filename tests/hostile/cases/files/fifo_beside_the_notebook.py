"""Lays a FIFO beside an honest notebook, for programs that copy whole folders."""

# expects: full

import os

from tests.hostile.making import write


def make(folder, notebook, arena):
    write(folder, notebook)
    os.mkfifo(folder / "data.csv")
