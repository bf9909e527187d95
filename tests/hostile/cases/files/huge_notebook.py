"""Hands in a notebook that claims 200 MB and holds nothing."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    with open(folder / NAME, "wb") as file:
        file.truncate(200_000_000)
