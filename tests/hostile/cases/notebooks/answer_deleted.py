"""Has lost the cell with the answer."""

# expects: none

from tests.hostile.making import answer_cell, write


def make(folder, notebook, arena):
    notebook["cells"].remove(answer_cell(notebook))
    write(folder, notebook)
