"""Hands in the notebook packed with gzip under the notebook's name."""

# expects: refused

import gzip

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    (folder / NAME).write_bytes(gzip.compress(as_text(notebook).encode()))
