"""Keeps torch's own threads busy with large products for 30 seconds."""

# goes into: the answer
# expects: none

import time

import torch


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    torch.set_num_threads(16)
    large, end = torch.randn(1500, 1500), time.monotonic() + 30
    while time.monotonic() < end:
        large = torch.tanh(large @ large)
