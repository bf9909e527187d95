"""Fills the shared memory of the machine with 200 MB."""

# goes into: the answer
# expects: none

import tempfile


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    with tempfile.TemporaryFile(dir="/dev/shm") as file:
        for _ in range(200):
            file.write(bytes(1_000_000))
