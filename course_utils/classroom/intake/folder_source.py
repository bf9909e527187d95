"""A folder of submissions: what lies in it, and one file of it opened so that no link can lead elsewhere."""

import importlib.util
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from course_utils.classroom.intake.claims import MOST_FILES, Claim, Found, Opened, is_junk
from course_utils.classroom.intake.refusal import Refusal, quoted

DEEPEST_FOLDER = 8
FILE_FLAGS = sum(getattr(os, f"O_{name}", 0) for name in ("BINARY", "CLOEXEC", "NOFOLLOW", "NONBLOCK"))
FOLDER_FLAGS = sum(getattr(os, f"O_{name}", 0) for name in ("CLOEXEC", "DIRECTORY", "NOFOLLOW"))


class FolderSource:
    """A folder with submissions.

    Args:
        path: the folder, or a course of nbgrader's exchange, whose folder "inbound" is then meant.
    """

    def __init__(self, path: Path):
        inbound = path / "inbound"
        self._path = (inbound if inbound.is_dir() else path).resolve()

    def claims(self, is_claim: Callable[[str], bool]) -> list[Claim]:
        """Return what lies in the folder, by its names.

        Args:
            is_claim: whether a name is a submission's; a lone folder with another name is only a wrapper.

        Raises:
            Refusal: the folder cannot be read.
        """
        place: tuple[str, ...] = ()
        try:
            items = self._items(place)
            while len(items) == 1 and _is_folder(items[0]) and not is_claim(items[0].name):
                place = (*place, items[0].name)
                items = self._items(place)
            return [self._claim(place, item) for item in items]
        except OSError as error:
            raise Refusal(f"The folder cannot be read ({error.strerror}).") from None

    @contextmanager
    def opened(self, found: Found) -> Iterator[Opened]:
        """Open a file and say who owns it and when it was last changed; only the system can set that time.

        Raises:
            Refusal: it is no regular file, or not readable.
        """
        name = quoted(found.path[-1])
        try:
            descriptor = _open(self._path, found.place)
        except OSError as error:
            raise Refusal(f"{name} cannot be opened ({error.strerror}).") from None
        try:
            status = os.fstat(descriptor)
            if fault := _fault(status):
                raise Refusal(f"{name} {fault}.")
            yield Opened(descriptor, changed=status.st_ctime, owner=_user(status.st_uid))
        finally:
            os.close(descriptor)

    def _items(self, place: tuple[str, ...], most: int | None = None) -> list[os.DirEntry]:
        with os.scandir(self._path.joinpath(*place)) as items:
            kept = islice((item for item in items if not is_junk([item.name])), most)
            return sorted(kept, key=lambda item: item.name)

    def _claim(self, place: tuple[str, ...], top: os.DirEntry) -> Claim:
        claim = Claim(top.name, is_file=not _is_folder(top))
        outside = len(place) if claim.is_file else len(place) + 1
        waiting = deque([((*place, top.name), top)])
        for _ in range(MOST_FILES):
            if not waiting:
                return claim
            path, item = waiting.popleft()
            try:
                waiting += self._look(claim, Found(path[outside:], path), item, MOST_FILES + 1 - len(waiting))
            except OSError as error:
                claim.odd.append(f"{quoted(item.name)} cannot be read ({error.strerror}).")
        if waiting:
            claim.odd.append(f"There are more than {MOST_FILES} files and folders; the rest is passed over.")
        return claim

    def _look(self, claim: Claim, file: Found, item: os.DirEntry, room: int) -> list[tuple]:
        """Enter a file into its claim, or return what lies in a folder, as far as there is room for it."""
        status = item.stat(follow_symlinks=False)
        claim.arrived = claim.arrived or status.st_ctime
        if _is_folder(item) and len(file.path) < DEEPEST_FOLDER:
            return [((*file.place, inner.name), inner) for inner in self._items(file.place, room)]
        if fault := _fault(status):
            claim.odd.append(f"{quoted(item.name)} {fault} and is not taken.")
        else:
            claim.found.append(file)
        return []


def _is_folder(item: os.DirEntry) -> bool:
    return item.is_dir(follow_symlinks=False)


def _fault(status: os.stat_result) -> str:
    """Say why something is not taken as a file; "" where it is."""
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link"
    if stat.S_ISDIR(status.st_mode):
        return "lies too deep"
    if not stat.S_ISREG(status.st_mode):
        return "is no regular file"
    return "is a second name of another file (a hard link)" if status.st_nlink > 1 else ""


def _user(number: int) -> str:
    """Return the name of a user; "" where nobody has that number, or there are no numbers."""
    if importlib.util.find_spec("pwd") is None:
        return ""
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""


def _open(root: Path, parts: tuple[str, ...]) -> int:
    """Open a file, folder by folder, so that none of them can be exchanged for a link on the way."""
    if os.open not in os.supports_dir_fd:  # Windows
        return os.open(root.joinpath(*parts), FILE_FLAGS)
    folder = os.open(root, FOLDER_FLAGS)
    try:
        for part in parts[:-1]:
            inner = os.open(part, FOLDER_FLAGS, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(parts[-1], FILE_FLAGS, dir_fd=folder)
    finally:
        os.close(folder)
