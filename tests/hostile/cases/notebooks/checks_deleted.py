"""Has lost the cell with the hidden tests, and a correct answer."""

# expects: full

from tests.hostile.making import check_cell, write


def make(folder, notebook, arena):
    notebook["cells"].remove(check_cell(notebook))
    write(folder, notebook)
