"""Lays files beside the notebook whose names hold newlines, terminal codes and broken UTF-8."""

# expects: full

import os

from tests.hostile.making import write

NAMES = [
    b"a\nb.txt",
    b"\x1b[2J.ipynb.txt",
    "\u202egnp.exe".encode(),
    b"\xff\xfe.txt",
    b"-rf",
    b"$(touch x)",
    b" ",
]


def make(folder, notebook, arena):
    write(folder, notebook)
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), name), "wb"):
            pass
