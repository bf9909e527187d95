"""Holds the cell with the answer twice under one id: the right answer, then a wrong one."""

# expects: full

import copy

from tests.hostile.making import answer_cell, write


def make(folder, notebook, arena):
    second = copy.deepcopy(answer_cell(notebook))
    second["source"] = "def peephole_step(*arguments):\n    return None"
    notebook["cells"].append(second)
    write(folder, notebook)
