"""Hands in an archive of a few kB whose notebook unpacks to 150 MB."""

# expects: refused
# comes as: an archive

from tests.hostile.making import NAME, archive


def make(folder, notebook, arena):
    archive(folder, {f"{folder.name}/{NAME}": b" " * 150_000_000})
