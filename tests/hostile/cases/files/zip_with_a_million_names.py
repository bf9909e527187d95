"""Hands in an archive that lists 20,000 empty files."""

# expects: refused
# comes as: an archive

from tests.hostile.making import archive


def make(folder, notebook, arena):
    archive(folder, {f"{folder.name}/{number}.ipynb": b"" for number in range(20_000)})
