"""Hands in a symbolic link to the teacher's own notebook, solutions and all."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).symlink_to(arena / "class/source/cells_and_shapes" / NAME)
