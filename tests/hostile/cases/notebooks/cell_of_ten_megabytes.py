"""Adds a cell whose only line is 10 MB long."""

# expects: full

from tests.hostile.making import add_cell, write


def make(folder, notebook, arena):
    add_cell(notebook, f"text = '{'x' * 10_000_000}'")
    write(folder, notebook)
