"""Makes a folder with the notebook's name, and nothing in it."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).mkdir()
