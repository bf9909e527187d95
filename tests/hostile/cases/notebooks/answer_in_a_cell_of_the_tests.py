"""Writes its answer into the cell with the hidden tests, which is not its own, and none elsewhere."""

# expects: none

from tests.hostile.making import answer_cell, check_cell, write


def make(folder, notebook, arena):
    answer = answer_cell(notebook)
    check_cell(notebook)["source"] = answer["source"]
    answer["source"] = "def peephole_step(*arguments):\n    return None"
    write(folder, notebook)
