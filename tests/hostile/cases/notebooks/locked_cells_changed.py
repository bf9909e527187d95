"""Changes the cells that belong to the assignment, so that its own torch is what runs."""

# expects: none

from tests.hostile.making import set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = "import torch\ntorch.allclose = lambda *came, **options: True\n6.0"
    write(folder, notebook)
