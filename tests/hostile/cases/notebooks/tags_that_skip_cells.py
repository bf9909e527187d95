"""Tags cells so that a runner skips them or takes their errors as wanted."""

# expects: none

from tests.hostile.making import set_answer, write


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "nbval-skip", "raises-exception", "remove-cell"]
    write(folder, notebook)
