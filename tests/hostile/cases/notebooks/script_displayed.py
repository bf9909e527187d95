"""Displays a script from a cell and from the function."""

# expects: none, nothing injected

from tests.hostile.making import set_answer, write

SOURCE = """
from IPython.display import HTML, Javascript, display

display(HTML("<script>alert('injected')</script>"))
display(Javascript("alert('injected')"))

def peephole_step(*arguments):
    display(HTML("<script>alert('injected')</script>"))
"""


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
