"""Hands in links that lead to each other."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).symlink_to(folder / "other.ipynb")
    (folder / "other.ipynb").symlink_to(folder / NAME)
