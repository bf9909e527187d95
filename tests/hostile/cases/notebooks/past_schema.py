"""Claims the first schema of nbgrader's metadata."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": 1, "points": "6 of 6"}
    write(folder, notebook)
