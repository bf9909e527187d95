"""Hands in the first half of an archive."""

# expects: refused
# comes as: an archive

from tests.hostile.making import NAME, archive_path, as_text, packed


def make(folder, notebook, arena):
    content = packed({f"{folder.name}/{NAME}": as_text(notebook).encode()})
    archive_path(folder).write_bytes(content[: len(content) // 2])
    folder.rmdir()
