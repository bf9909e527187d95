"""Hands in a notebook with NaN and Infinity in it, which Python's reader takes and JSON does not know."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    notebook["metadata"]["score"] = [float("nan"), float("inf")]
    (folder / NAME).write_text(as_text(notebook))
