"""Hands in a notebook of format 3, with worksheets."""

# expects: refused

from tests.hostile.making import NAME, as_text


def make(folder, notebook, arena):
    cells = [{"cell_type": "code", "input": "6.0", "language": "python", "outputs": [], "metadata": {}}]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}
    (folder / NAME).write_text(as_text(old))
