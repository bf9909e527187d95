"""Raises an exception whose text is a template, which an unwary page would work out."""

# expects: none, nothing injected

from tests.hostile.making import set_answer, write

SOURCE = """
def peephole_step(*arguments):
    raise ValueError("{{ 42 * 1000001 }} ${42 * 1000001} {% for x in () %}{% endfor %}")
"""


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
