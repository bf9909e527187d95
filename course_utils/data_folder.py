"""Files in the data folder appear whole or not at all, also when several processes prepare them at once."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

STAGING = ".staging-"
LONGEST_WAIT = 600.0  # seconds for another process that is downloading; after that each works for itself


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """Yield an empty folder to prepare files in, one process at a time; it is removed afterwards.

    It lies inside ``root``, so that `place` can move finished files in one step. Where ``root`` cannot be
    written it is a temporary folder elsewhere.

    Args:
        root: the data folder; made if it is not there.

    Source: filelock.FileLock, tempfile.TemporaryDirectory. Lesson 03.
    """
    with ExitStack() as stack:
        try:
            root.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(root / ".lock", timeout=LONGEST_WAIT))
            _remove_leftovers(root)
            folder = stack.enter_context(TemporaryDirectory(prefix=STAGING, dir=root))
        except (OSError, NotImplementedError):  # read-only, a wait too long, or no locks on this file system
            folder = stack.enter_context(TemporaryDirectory())
        yield Path(folder)


def place(files: Iterable[Path], folder: Path) -> None:
    """Move finished files into ``folder``, each in one step: a reader sees the old file or the new one.

    Raises:
        OSError: ``folder`` cannot be written, or lies on another disk than the files.

    Source: os.replace. Lesson 03.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        os.replace(file, folder / file.name)


def _remove_leftovers(root: Path) -> None:
    """Remove the folders of processes that were killed: who holds the lock is the only one at work."""
    for folder in root.glob(f"{STAGING}*"):
        shutil.rmtree(folder, ignore_errors=True)
