"""Hands in two notebooks, neither of which has the name that is wanted."""

# expects: refused

from tests.hostile.making import NAME, write


def make(folder, notebook, arena):
    write(folder, notebook)
    (folder / "second try.ipynb").write_bytes((folder / NAME).read_bytes())
    (folder / NAME).rename(folder / "first try.ipynb")
