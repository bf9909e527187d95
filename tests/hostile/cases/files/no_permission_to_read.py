"""Takes all permissions from the notebook; who is root reads it all the same."""

# expects: anything

from tests.hostile.making import NAME, write


def make(folder, notebook, arena):
    write(folder, notebook)
    (folder / NAME).chmod(0)
