"""Has lists where a notebook has metadata."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    notebook["metadata"] = []
    for cell in notebook["cells"]:
        cell["metadata"] = [1]
    write(folder, notebook)
