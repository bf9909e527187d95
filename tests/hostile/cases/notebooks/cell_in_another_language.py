"""Has cells in bash, JavaScript and HTML, which a kernel runs or shows."""

# expects: full

from tests.hostile.making import add_cell, write


def make(folder, notebook, arena):
    add_cell(notebook, f"%%bash\necho here > {arena}/loot/bash")
    add_cell(notebook, f"%%sh\necho here > {arena}/loot/sh")
    add_cell(notebook, "%%javascript\nalert('injected')")
    add_cell(notebook, f"%%writefile {arena}/loot/written\nhere")
    add_cell(notebook, f"%run {arena}/class/hidden/cells_and_shapes/hidden_checks.py")
    write(folder, notebook)
