"""Has turned the cell with the answer into text, which does not run of itself."""

# expects: anything

from tests.hostile.making import answer_cell, write


def make(folder, notebook, arena):
    cell = answer_cell(notebook)
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]
    write(folder, notebook)
