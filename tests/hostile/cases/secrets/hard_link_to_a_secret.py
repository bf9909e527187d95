"""Links the roster under another name beside itself and reads it there."""

# goes into: a cell after the honest answer
# expects: full

import os

os.link("ARENA/class/roster.csv", "ARENA/loot/roster.csv")
with open("ARENA/loot/roster.csv") as file:
    raise RuntimeError(file.read())
