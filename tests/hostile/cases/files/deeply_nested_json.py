"""Hands in 100,000 brackets inside each other."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).write_text("[" * 100_000 + "]" * 100_000)
