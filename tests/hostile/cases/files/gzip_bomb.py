"""Hands in 200 kB of gzip that unpack to 200 MB, under the name of a packed notebook."""

# expects: refused

import gzip

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    with gzip.open(folder / f"{NAME}.gz", "wb") as file:
        for _ in range(200):
            file.write(bytes(1_000_000))
