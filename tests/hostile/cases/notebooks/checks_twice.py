"""Holds the cell with the hidden tests twice under one id."""

# expects: full

import copy

from tests.hostile.making import check_cell, write


def make(folder, notebook, arena):
    notebook["cells"].append(copy.deepcopy(check_cell(notebook)))
    write(folder, notebook)
