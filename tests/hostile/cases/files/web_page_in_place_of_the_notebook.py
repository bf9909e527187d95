"""Hands in the web page that a failed download saved under the notebook's name."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).write_text("<!DOCTYPE html><html><script>alert(1)</script><h1>404 Not Found</h1></html>")
