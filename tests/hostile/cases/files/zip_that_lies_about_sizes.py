"""Hands in an archive whose list says 10 bytes where there are 50 MB."""

# expects: refused
# comes as: an archive

import struct

from tests.hostile.making import NAME, archive_path, packed


def make(folder, notebook, arena):
    content = packed({f"{folder.name}/{NAME}": b" " * 50_000_000})
    claimed = content.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 10))
    archive_path(folder).write_bytes(claimed)
    folder.rmdir()
