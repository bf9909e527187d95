"""Reads the hidden checks from the class folder, whose path it knows, and shows them in its error message."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

raise RuntimeError(Path("ARENA/class/hidden/cells_and_shapes/hidden_checks.py").read_text())
