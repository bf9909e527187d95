"""Claims a format that does not exist yet."""

# expects: refused

from tests.hostile.making import write


def make(folder, notebook, arena):
    notebook["nbformat"] = 5
    write(folder, notebook)
