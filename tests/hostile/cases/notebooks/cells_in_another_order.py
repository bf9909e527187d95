"""Has all cells in the reverse order."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    notebook["cells"].reverse()
    write(folder, notebook)
