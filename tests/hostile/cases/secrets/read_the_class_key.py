"""Reads the key from which the hidden inputs are drawn."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

raise RuntimeError(Path("ARENA/class/key").read_bytes())
