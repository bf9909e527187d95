"""Writes a page into the folder from which another student gets feedback."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

folder = Path("ARENA/class/feedback/nora/cells_and_shapes")
folder.mkdir(parents=True, exist_ok=True)
(folder / "cells_and_shapes.html").write_text("<p>You have failed.</p>")
