"""Hands in an archive that holds the notebook twice under one name: a wrong one and a right one."""

# expects: anything
# comes as: an archive

import warnings
import zipfile

from tests.hostile.making import NAME, archive_path, as_text


def make(folder, notebook, arena):
    with zipfile.ZipFile(archive_path(folder), "w") as file, warnings.catch_warnings(action="ignore"):
        file.writestr(f"{folder.name}/{NAME}", "{}")
        file.writestr(f"{folder.name}/{NAME}", as_text(notebook))
    folder.rmdir()
