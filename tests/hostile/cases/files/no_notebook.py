"""Hands in an empty folder."""

# expects: refused


def make(folder, notebook, arena):
    pass
