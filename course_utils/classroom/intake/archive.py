"""A stranger's zip archive: what it lists, what is wrong with it, and one entry unpacked up to a limit."""

import stat
import struct
import zipfile
import zlib
from collections import Counter
from typing import BinaryIO, NamedTuple

from course_utils.classroom.intake.refusal import Refusal, size

MOST_ENTRIES = 50_000
LONGEST_PATH = 500  # characters
DEEPEST_PATH = 12  # folders and the file
MOST_UNPACKED = 20_000_000_000  # bytes of all entries together, as the archive says
LARGEST_RATIO = 300  # of unpacked to packed bytes; text reaches about 100
SMALL = 1_000_000  # bytes that may unpack from anything
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED, UTF8 = 0x1, 0x800  # bits of an entry's flags
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Entry(NamedTuple):
    """A file in an archive; ``fault`` says why it cannot be taken, and is "" where it can."""

    index: int
    name: str
    fault: str


def entries(file: BinaryIO) -> list[Entry]:
    """Return the files that an archive lists, without its folders.

    Raises:
        Refusal: it is no archive, or lists too much.
    """
    listed = _opened(file).infolist()
    if len(listed) > MOST_ENTRIES:
        raise Refusal(f"The archive holds {len(listed)} entries; wanted are at most {MOST_ENTRIES}.")
    if sum(entry.file_size for entry in listed) > MOST_UNPACKED:
        raise Refusal(f"The archive says that it unpacks to more than {size(MOST_UNPACKED)}.")
    names = [_name(entry) for entry in listed]
    count = Counter(names)
    return [
        Entry(index, name, _fault(entry, name) or ("is there twice" if count[name] > 1 else ""))
        for index, (entry, name) in enumerate(zip(listed, names, strict=True))
        if not name.endswith("/")
    ]


def unpacked(file: BinaryIO, index: int, most: int) -> bytes:
    """Return the bytes of one entry.

    Args:
        file: the archive.
        index: the entry's place in the archive's list.
        most: bytes that it may have.

    Raises:
        Refusal: there is no such entry, or it is damaged or too large.
    """
    archive = _opened(file)
    try:
        with archive.open(archive.infolist()[index]) as entry:
            content = entry.read(most + 1)
    except DAMAGED:
        raise _damaged() from None
    if len(content) > most:
        raise Refusal(f"It unpacks to more than {size(most)}.")
    if len(content) != archive.infolist()[index].file_size:
        raise _damaged()
    return content


def _damaged() -> Refusal:
    return Refusal("It is damaged in the archive.")


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except DAMAGED:
        raise Refusal("It is no zip archive, or a damaged one; wanted is a folder or a zip.") from None


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name as it stands in the archive; many write UTF-8 without saying so."""
    name = entry.orig_filename
    if entry.flag_bits & UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _fault(entry: zipfile.ZipInfo, name: str) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if path_fault(name):
        return path_fault(name)
    if kind not in (0, stat.S_IFREG):
        return "is a symbolic link or another special file"
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in METHODS:
        return "is packed in an unusual way"
    if entry.file_size > SMALL and entry.file_size > LARGEST_RATIO * entry.compress_size:
        return f"would unpack from {size(entry.compress_size)} to {size(entry.file_size)}"
    return ""


def path_fault(name: str) -> str:
    """Say what is wrong with the path of an entry; "" where nothing is."""
    parts = name.split("/")
    if "\0" in name or "\\" in name or ":" in parts[0] or name.startswith("/"):
        return "has a path that is not relative and plain"
    if ".." in parts or "." in parts or "" in parts[:-1] or not name:
        return "has a path that leads out of its folder"
    if len(name) > LONGEST_PATH or len(parts) > DEEPEST_PATH:
        return "has a path that is too long"
    return ""
