"""Declares its own cell a graded one that is worth 6 points and says 6.0."""

# expects: none

from tests.hostile.making import answer_cell, write


def make(folder, notebook, arena):
    cell = answer_cell(notebook)
    cell["source"] = "def peephole_step(*arguments):\n    return None\n\n6.0"
    cell["metadata"]["nbgrader"] |= {"grade": True, "solution": False, "locked": True, "points": 6}
    write(folder, notebook)
