"""Writes checksums into the metadata that are to prove that nothing was changed, and changes the tests."""

# expects: none

from tests.hostile.making import check_cell, set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    check_cell(notebook)["source"] = "6.0"
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"checksum": "0" * 32, "cell_type": "code"}
    write(folder, notebook)
