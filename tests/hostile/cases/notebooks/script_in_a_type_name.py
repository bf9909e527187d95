"""Returns a value whose type is called like a script."""

# expects: none, nothing injected

from tests.hostile.making import set_answer, write

SOURCE = """
def peephole_step(*arguments):
    return type("<script>alert('injected')</script>", (), {})()
"""


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
