"""Puts a whole number of a million digits into the metadata."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    notebook["nbformat_minor"] = "HERE"
    (folder / NAME).write_text(as_text(notebook).replace('"HERE"', "5" * 1_000_000))
