"""Declares the cell with the hidden tests a cell for answers, so that its text is taken from the student."""

# expects: none

from tests.hostile.making import check_cell, set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    cell = check_cell(notebook)
    cell["source"] = "6.0"
    cell["metadata"]["nbgrader"] |= {"grade": True, "solution": True, "locked": False}
    write(folder, notebook)
