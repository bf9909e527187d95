"""Puts halves of characters, which JSON can write and UTF-8 cannot, into a cell, an id and the metadata."""

# expects: full

from tests.hostile.making import add_cell, write


def make(folder, notebook, arena):
    add_cell(notebook, "text = '\ud83d'", id="half-\udc00")
    notebook["metadata"]["title"] = "\ud800"
    write(folder, notebook)
