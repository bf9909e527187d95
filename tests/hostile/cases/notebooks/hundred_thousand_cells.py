"""Adds 100,000 cells."""

# expects: refused

from tests.hostile.making import write


def make(folder, notebook, arena):
    cell = {"cell_type": "raw", "metadata": {}, "source": ""}
    notebook["cells"] += [cell | {"id": f"c{number}"} for number in range(100_000)]
    write(folder, notebook)
