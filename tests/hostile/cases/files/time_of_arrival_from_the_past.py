"""Lays a timestamp.txt from the year 2000 beside the notebook, so that it cannot be late."""

# expects: full, received now

import os

from tests.hostile.making import NAME, write


def make(folder, notebook, arena):
    write(folder, notebook)
    (folder / "timestamp.txt").write_text("2000-01-01 00:00:00 UTC")
    os.utime(folder / NAME, (946_684_800, 946_684_800))
