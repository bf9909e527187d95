"""Hands in a notebook of 0 bytes."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).touch()
