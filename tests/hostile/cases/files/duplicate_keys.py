"""Hands in JSON in which every source stands twice, so that two readers read two notebooks."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    text = as_text(notebook).replace('"source":', '"source": "6.0", "source":')
    (folder / NAME).write_text(text)
