"""Has turned a written answer into code that ends the process."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution"):
            cell.update(cell_type="code", source="import os\nos._exit(1)", outputs=[], execution_count=None)
    write(folder, notebook)
