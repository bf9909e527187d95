"""Hands in JSON that is no notebook: a list of numbers."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).write_text("[1, 2, 3]")
