"""Puts a socket into the place of the notebook."""

# expects: refused

import os
import socket

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(folder)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(NAME)
    finally:
        os.fchdir(before)
        os.close(before)
