"""Writes 100 MB to standard error, past Python."""

# goes into: a cell after the honest answer
# expects: full

import os

for _ in range(1_000):
    os.write(2, b"y" * 100_000)
