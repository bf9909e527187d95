"""Writes and reads a file in its working folder and a temporary one."""

# goes into: a cell after the honest answer
# expects: full

import json
import tempfile
from pathlib import Path

Path("notes.json").write_text(json.dumps({"loss": 0.1}))
assert json.loads(Path("notes.json").read_text())["loss"] == 0.1
with tempfile.TemporaryFile() as file:
    file.write(b"temporary")
