"""Puts a zero byte into the answer, at which Python's compiler stops."""

# expects: none

from tests.hostile.making import set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return \x00None")
    write(folder, notebook)
