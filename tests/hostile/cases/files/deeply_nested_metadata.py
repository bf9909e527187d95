"""Nests the metadata of an honest notebook 50,000 deep."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    notebook["metadata"]["deep"] = "HERE"
    (folder / NAME).write_text(as_text(notebook).replace('"HERE"', "[" * 50_000 + "]" * 50_000))
