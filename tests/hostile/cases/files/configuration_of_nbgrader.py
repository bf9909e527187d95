"""Lays configuration files beside the notebook that nbgrader, Jupyter, IPython or pytest might read."""

# expects: none

from tests.hostile.making import set_answer, write

CONFIGURATION = """
open("ARENA/loot/configured", "w").close()
c = get_config()
c.Autograde.exclude_overwriting = {"cells_and_shapes": ["cells_and_shapes.ipynb"]}
"""


def make(folder, notebook, arena):
    set_answer(notebook, "def peephole_step(*arguments):\n    return None")
    write(folder, notebook)
    text = CONFIGURATION.replace("ARENA", str(arena))
    for name in ("nbgrader_config.py", "jupyter_config.py", "ipython_config.py", "conftest.py"):
        (folder / name).write_text(text)
