"""Makes the question worth 600 points."""

# expects: full

from tests.hostile.making import check_cell, write


def make(folder, notebook, arena):
    check_cell(notebook)["metadata"]["nbgrader"]["points"] = 600
    write(folder, notebook)
