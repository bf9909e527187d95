"""Raises an exception whose name and text are a script."""

# expects: none, nothing injected

from tests.hostile.making import set_answer, write

SOURCE = """
def peephole_step(*arguments):
    raise type("<script>alert('injected')</script>", (Exception,), {})("<script>alert('injected')</script>")
"""


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
