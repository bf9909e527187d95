"""Makes folders inside folders, 2,000 deep, which some programs cannot remove again."""

# goes into: a cell after the honest answer
# expects: full

import os

for _ in range(2_000):
    os.mkdir("deeper-and-deeper")
    os.chdir("deeper-and-deeper")
