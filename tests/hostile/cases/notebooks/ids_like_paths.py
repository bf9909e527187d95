"""Has cells of its own with ids that lead out of any folder in which they become file names."""

# expects: full

from tests.hostile.making import add_cell, write


def make(folder, notebook, arena):
    for id in (
        "../../../../class/roster.csv",
        f"{arena}/loot/by-id",
        "a\nb",
        "nul\x00",
        "<b>",
        "'; drop table grade;--",
    ):
        add_cell(notebook, "number = 1", id=id)
    write(folder, notebook)
