"""Hands in an archive in which the notebook is a symbolic link to the teacher's own."""

# expects: refused
# comes as: an archive

import stat
import zipfile

from tests.hostile.making import NAME, archive_path


def make(folder, notebook, arena):
    entry = zipfile.ZipInfo(f"{folder.name}/{NAME}")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive_path(folder), "w") as file:
        file.writestr(entry, str(arena / "class/source/cells_and_shapes" / NAME))
    folder.rmdir()
