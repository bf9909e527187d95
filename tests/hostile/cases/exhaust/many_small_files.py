"""Makes 20,000 empty files in its working folder."""

# goes into: a cell after the honest answer
# expects: full

from pathlib import Path

Path("many").mkdir()
for number in range(20_000):
    Path("many", str(number)).touch()
