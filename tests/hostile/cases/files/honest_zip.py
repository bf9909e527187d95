"""Hands in an ordinary archive with an honest notebook, as all others in an archive might be."""

# expects: full
# comes as: an archive

from tests.hostile.making import NAME, archive, as_text


def make(folder, notebook, arena):
    archive(
        folder, {f"{folder.name}/{NAME}": as_text(notebook).encode(), "__MACOSX/._x": b"", "other.txt": b""}
    )
