"""Lays folders inside folders beside the notebook, 300 deep."""

# expects: full

import os

from tests.hostile.making import write


def make(folder, notebook, arena):
    write(folder, notebook)
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        for _ in range(300):
            os.mkdir("deeper-and-deeper")
            os.chdir("deeper-and-deeper")
    finally:
        os.fchdir(before)
        os.close(before)
