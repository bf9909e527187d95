"""Writes os._exit into every cell that belongs to the assignment."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "import os\nos._exit(0)"
    write(folder, notebook)
