"""Forks inside its first call, so that two processes come back from it and both answer."""

# goes into: the answer
# expects: less than full

import os
import threading

import torch

forked = []


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    if not forked:
        forked.append(True)
        if os.fork() == 0:
            threading.Timer(15, os._exit, (0,)).start()
    return torch.zeros_like(state[0]), torch.ones_like(state[1])
