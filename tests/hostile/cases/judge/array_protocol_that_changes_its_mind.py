"""Returns objects that give another array each time they are asked."""

# goes into: the answer
# expects: none

import numpy as np


class Changing:
    calls = 0

    def __array__(self, *values, **options):
        Changing.calls += 1
        return np.full((3, 5), Changing.calls % 2)

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return self.__array__()[index]


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return Changing(), Changing()
