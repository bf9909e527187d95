"""Hands in the answer as a Python file and no notebook."""

# expects: refused


def make(folder, notebook, arena):
    (folder / "cells_and_shapes.py").write_text("def peephole_step(*arguments):\n    return None\n")
