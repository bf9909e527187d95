"""Hands in an archive of archives, in which a bomb lies."""

# expects: refused
# comes as: an archive

from tests.hostile.making import archive, packed


def make(folder, notebook, arena):
    inner = packed({"zeros": bytes(100_000_000)})
    archive(folder, {f"{folder.name}/inner.zip": packed({f"{number}.zip": inner for number in range(10)})})
