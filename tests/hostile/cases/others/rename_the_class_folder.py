"""Renames the folder in which submissions lie."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

for name in ("submitted", "collected"):
    if Path("ARENA/class", name).exists():
        Path("ARENA/class", name).rename(f"ARENA/class/{name}-gone")
