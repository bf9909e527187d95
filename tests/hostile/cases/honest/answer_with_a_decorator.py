"""Is decorated with a timer that prints."""

# goes into: the answer
# expects: full

import functools
import time

import torch


def timed(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        start = time.perf_counter()
        result = function(*arguments)
        print(f"{function.__name__} took {time.perf_counter() - start:.6f} s")
        return result

    return wrapper


@timed
def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    i, f, g, o = (x @ weight_ih.T + h @ weight_hh.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f + peepholes[1] * c) * c + torch.sigmoid(i + peepholes[0] * c) * torch.tanh(g)
    return torch.sigmoid(o + peepholes[2] * c) * torch.tanh(c), c
