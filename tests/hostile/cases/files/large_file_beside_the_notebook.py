"""Lays a file that claims 150 MB beside an honest notebook."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    write(folder, notebook)
    with open(folder / "dataset.bin", "wb") as file:
        file.truncate(150_000_000)
