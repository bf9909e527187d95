"""Claims a schema of nbgrader's metadata from the future, and has tasks where there were none."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"schema_version": 99, "task": True, "points": -1}
    write(folder, notebook)
