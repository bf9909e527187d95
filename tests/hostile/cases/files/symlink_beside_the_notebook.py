"""Lays links to the roster and to the class folder beside an honest notebook, to get copies back."""

# expects: full

from tests.hostile.making import write


def make(folder, notebook, arena):
    write(folder, notebook)
    (folder / "notes.txt").symlink_to(arena / "class/roster.csv")
    (folder / "class").symlink_to(arena / "class")
