"""Has lost the ids and all metadata of its cells, as some editors lose them."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    for cell in notebook["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {}
    notebook["nbformat_minor"] = 4
    write(folder, notebook)
