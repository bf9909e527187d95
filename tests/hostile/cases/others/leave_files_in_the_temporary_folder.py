"""Leaves a file in the temporary folder that everyone on the machine shares."""

# goes into: a cell after the honest answer
# expects: full

import tempfile
from pathlib import Path

for folder in {tempfile.gettempdir(), "ARENA/tmp"}:
    Path(folder, "hostile-left-behind").write_text("still here")
