"""Lays modules beside the notebook that Python would find before the real ones, hidden_checks among them."""

# expects: none

from tests.hostile.making import set_answer, write

FAKE = """
class Anything:
    def grade(self, namespace):
        return 6.0

def __getattr__(name):
    return Anything()
"""


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    write(folder, notebook)
    for name in ("hidden_checks.py", "course_utils.py", "sitecustomize.py", "usercustomize.py"):
        (folder / name).write_text(FAKE)
