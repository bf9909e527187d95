"""Hands in a notebook in Latin-1, with letters in it that are not UTF-8."""

# expects: refused

from tests.hostile.making import NAME, add_cell, as_text


def make(folder, notebook, arena):
    add_cell(notebook, "# fa\u00e7ade")
    (folder / NAME).write_bytes(as_text(notebook, ascii=False).encode("latin-1"))
