"""A zip archive of submissions: what the limited process lists of it, sorted by submission."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from course_utils.classroom.intake import limited
from course_utils.classroom.intake.archive import path_fault
from course_utils.classroom.intake.claims import MOST_FILES, Claim, Found, Opened, is_junk
from course_utils.classroom.intake.folder_source import FILE_FLAGS
from course_utils.classroom.intake.refusal import quoted


class ZipSource:
    """A zip archive with submissions.

    Args:
        path: the archive.
    """

    def __init__(self, path: Path):
        self._path = path.resolve()

    def claims(self, is_claim: Callable[[str], bool]) -> list[Claim]:
        """Return what lies in the archive, by the names of its outermost folders and files.

        Args:
            is_claim: whether a name is a submission's; a lone folder with another name is only a wrapper.

        Raises:
            Refusal: it is no archive that can be read.
        """
        with self._open() as descriptor:
            listed = limited.listed(descriptor)
        files = [(entry, _parts(entry.name)) for entry in listed]
        files = [(entry, parts) for entry, parts in files if not is_junk(parts)]
        outside = _wrapper([parts for _, parts in files], is_claim)
        claims: dict[tuple[str, bool], Claim] = {}
        for entry, whole in files:
            parts = whole[outside:]
            is_file = len(parts) == 1
            claim = claims.setdefault((parts[0], is_file), Claim(parts[0], is_file))
            if entry.fault:
                claim.odd.append(f"{quoted(parts[-1])} {entry.fault} and is not taken.")
            else:
                claim.found.append(Found(parts if is_file else parts[1:], entry.index))
        return [_bounded(claim) for claim in claims.values()]

    @contextmanager
    def opened(self, found: Found) -> Iterator[Opened]:
        """Open the archive for one of its files."""
        with self._open() as descriptor:
            yield Opened(descriptor, found.place)

    @contextmanager
    def _open(self) -> Iterator[int]:
        descriptor = os.open(self._path, FILE_FLAGS)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a path, or one part for a path that is not to be followed."""
    return (name,) if path_fault(name) else tuple(name.split("/"))


def _wrapper(paths: list[tuple[str, ...]], is_claim: Callable[[str], bool]) -> int:
    """Return how many outer folders hold everything and are nobody's."""
    depth = 0
    while paths and all(len(parts) > depth + 1 for parts in paths):
        names = {parts[depth] for parts in paths}
        if len(names) > 1 or is_claim(names.pop()):
            break
        depth += 1
    return depth


def _bounded(claim: Claim) -> Claim:
    if len(claim.found) > MOST_FILES or len(claim.odd) > MOST_FILES:
        del claim.found[MOST_FILES:], claim.odd[MOST_FILES:]
        claim.odd.append(f"There are more than {MOST_FILES} files; the rest is passed over.")
    return claim
