"""Uses marks of direction and look-alike letters, so that people read another program than Python does."""

# expects: none

from tests.hostile.making import set_answer, write

SOURCE = """
def peephole_step(*arguments):
    honest = "\u202e\u2066 not \u2069\u2066"
    def p\u0435ephole_step(*arguments):  # with a Cyrillic e
        return arguments[1]
    return None
"""


def make(folder, notebook, arena):
    set_answer(notebook, SOURCE)
    write(folder, notebook)
