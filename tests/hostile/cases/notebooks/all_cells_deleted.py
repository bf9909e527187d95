"""Has no cells at all."""

# expects: none

from tests.hostile.making import write


def make(folder, notebook, arena):
    notebook["cells"] = []
    write(folder, notebook)
