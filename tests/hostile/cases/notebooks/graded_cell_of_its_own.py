"""Adds a graded cell of its own that gives 100 points."""

# expects: full

from tests.hostile.making import add_cell, write


def make(folder, notebook, arena):
    extra = {
        "grade": True,
        "points": 100,
        "grade_id": "bonus",
        "locked": True,
        "solution": False,
        "task": False,
    }
    add_cell(notebook, "100.0", id="bonus")["metadata"]["nbgrader"] = extra | {"schema_version": 3}
    write(folder, notebook)
