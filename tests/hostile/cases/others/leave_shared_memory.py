"""Leaves a block of shared memory under a name that outlives its process."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

Path("/dev/shm/hostile-left-behind").write_bytes(bytes(1_000_000))
