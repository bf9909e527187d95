"""Hands in the first half of a notebook, as a broken upload leaves it."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    text = as_text(notebook)
    (folder / NAME).write_text(text[: len(text) // 2])
