"""Where the course lies on this machine: the folder with the notebooks, and the data root."""

import os
from pathlib import Path


def course_root() -> Path:
    """Return the folder that holds ``notebooks/``.

    The parent of this package in a clone; for an installed package the current folder or the nearest of
    its parents that holds ``notebooks/`` with lessons.

    Raises:
        FileNotFoundError: no such folder is found.
    """
    here = Path.cwd()
    for folder in (Path(__file__).resolve().parent.parent, here, *here.parents):
        if any((folder / "notebooks").glob("[0-9][0-9]_*.ipynb")):
            return folder
    raise FileNotFoundError(
        f"no folder notebooks/ with lessons was found in {here} or above it; "
        "change into the folder of the course and try again"
    )


def notebooks_folder() -> Path:
    """Return the folder of the lessons. Raises FileNotFoundError as `course_root` does."""
    return course_root() / "notebooks"


def data_root(root: str | os.PathLike | None = None) -> Path:
    """Return the folder for data: ``root``, else ``RNN_COURSE_DATA``, else ``data/`` of the course.

    Outside a clone and without the variable it is ``data/`` of the current folder.
    """
    chosen = root or os.environ.get("RNN_COURSE_DATA")
    if chosen:
        return Path(chosen).expanduser()
    try:
        return course_root() / "data"
    except FileNotFoundError:
        return Path.cwd() / "data"
