"""Lays 3,000 files beside the notebook."""

# expects: anything

from tests.hostile.making import write


def make(folder, notebook, arena):
    write(folder, notebook)
    for number in range(3_000):
        (folder / f"{number}.txt").touch()
