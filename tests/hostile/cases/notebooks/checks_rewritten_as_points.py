"""Writes `6.0` into the cell with the hidden tests, as if its last line were the points."""

# expects: none

from tests.hostile.making import check_cell, set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    check_cell(notebook)["source"] = "6.0"
    write(folder, notebook)
