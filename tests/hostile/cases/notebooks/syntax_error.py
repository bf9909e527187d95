"""Has an answer that is no Python."""

# expects: none

from tests.hostile.making import set_answer, write


def make(folder, notebook, arena):
    set_answer(
        notebook, "def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias)\n    return state"
    )
    write(folder, notebook)
