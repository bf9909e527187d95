"""Raises an exception that clears a terminal, renames it and writes full marks on it."""

# expects: none, nothing injected

from tests.hostile.making import set_answer, write

SOURCE = r"""
def peephole_step(*arguments):
    raise ValueError("\x1b[2J\x1b[H\x1b]0;injected\x07\x1b[32m6 of 6 points\x1b[0m\r\x9b2J\u202e")
"""


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
