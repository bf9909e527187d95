"""Warns 100,000 times, each time with other words."""

# goes into: a cell after the honest answer
# expects: full

import warnings

for number in range(100_000):
    warnings.warn(f"warning {number}", stacklevel=1)
