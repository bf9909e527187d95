"""Gives a cell of its own the id of the hidden tests and deletes these."""

# expects: none

from tests.hostile.making import add_cell, check_cell, set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    tests = check_cell(notebook)
    notebook["cells"].remove(tests)
    own = add_cell(notebook, "6.0", id="peephole-step-checks")
    own["metadata"] = tests["metadata"]
    write(folder, notebook)
