"""Hands in a notebook in UTF-16."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    (folder / NAME).write_bytes(as_text(notebook).encode("utf-16"))
