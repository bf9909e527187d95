"""Adds cells that are numbers, lists and nothing, and cells whose parts have types of no notebook."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    odd = [
        None,
        6,
        [],
        "cell",
        {},
        {"cell_type": "code", "source": 6},
        {"cell_type": "code", "source": {"a": 1}},
    ]
    odd += [
        {"cell_type": ["code"], "source": "6.0"},
        {"cell_type": "code", "source": "1", "metadata": [], "id": []},
    ]
    odd += [{"cell_type": "heading", "level": 1, "source": "x"}, {"cell_type": "code", "id": "x" * 10_000}]
    notebook["cells"] += odd
    write(folder, notebook)
