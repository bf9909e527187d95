"""Sets the key of the class to zeros, from which all inputs could be foretold."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

Path("ARENA/class/key").write_bytes(bytes(32))
