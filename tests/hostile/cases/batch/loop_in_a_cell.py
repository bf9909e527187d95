"""Loops in a cell for a minute."""

# goes into: a cell before the honest answer
# expects: anything

import time

end = time.monotonic() + 60
while time.monotonic() < end:
    pass
