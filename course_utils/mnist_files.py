"""The four files of MNIST in the data folder: verified when read, downloaded and unpacked when needed."""

import gzip
import hashlib
import os
import shutil
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from http.client import HTTPException
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from urllib.request import Request, urlopen

import torch
from torch import Tensor

from course_utils.data_folder import place, staging
from course_utils.torchvision_import import import_torchvision

REMEDY = (
    "for MNIST, run `course digits --source mnist` with a network, "
    "or copy its four .gz files into MNIST/raw/ of the data folder"
)
PROBE_SECONDS = 3.0  # for the first sign of life of the mirror
STALL_SECONDS = 30.0  # without a byte, after which a download counts as broken


class _File(NamedTuple):
    sha256: str  # of the unpacked file
    shape: tuple[int, ...]


FILES = {
    "train-images-idx3-ubyte": _File(
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", (60_000, 28, 28)
    ),
    "train-labels-idx1-ubyte": _File(
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", (60_000,)
    ),
    "t10k-images-idx3-ubyte": _File(
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", (10_000, 28, 28)
    ),
    "t10k-labels-idx1-ubyte": _File(
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", (10_000,)
    ),
}


class DigitsError(RuntimeError):
    """MNIST cannot be loaded: the message says why and what helps.

    Attributes:
        reason: the reason alone, to be read after "because".
    """

    def __init__(self, reason: str):
        super().__init__(f"MNIST cannot be loaded because {reason}; {REMEDY}")
        self.reason = reason


class _Found(NamedTuple):
    contents: dict[str, bytearray]  # of the files that are whole, by name
    damaged: list[Path]


def load_mnist(root: Path) -> tuple[list[Tensor], list[Path]]:
    """Return MNIST from ``root``/MNIST/raw, where torchvision keeps it; make good what is missing there.

    Every file is compared with its checksum. Packed files are unpacked once, missing and damaged ones are
    downloaded by torchvision. Where ``root`` cannot be written this happens in a temporary folder.

    Args:
        root: the data folder.

    Returns:
        The training images, training labels, test images and test labels, and the files that were found
        damaged and had to be replaced by good ones.

    Raises:
        DigitsError: MNIST is not there, or damaged, and cannot be downloaded.

    Source: torchvision.datasets.MNIST; LeCun, Cortes and Burges. Lesson 03.
    """
    raw = root / "MNIST" / "raw"
    found = _find(raw)
    if len(found.contents) < len(FILES):
        found = _download_missing(root, raw)
    elif found.damaged or not all((raw / name).is_file() for name in FILES):
        _unpack(root, raw, found.contents)
    return [_to_tensor(name, found.contents[name]) for name in FILES], found.damaged


def _find(raw: Path) -> _Found:
    """Read each file, unpacked where possible, else packed, and sort the good from the damaged."""
    found = _Found({}, [])
    for name, file in FILES.items():
        for path in (raw / name, raw / f"{name}.gz"):
            content = _good_content(path, file.sha256)
            if content is not None:
                found.contents[name] = content
                break
            if os.path.exists(path):
                found.damaged.append(path)
    return found


def _good_content(path: Path, sha256: str) -> bytearray | None:
    """Return the unpacked content, or None where the file is missing, unreadable or not the original."""
    try:
        content = bytearray(path.read_bytes())
        if path.suffix == ".gz":
            content = bytearray(gzip.decompress(content))
    except (OSError, EOFError, zlib.error):
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _to_tensor(name: str, content: bytearray) -> Tensor:
    """Read an idx file: a header whose length depends on the number of dimensions, then one byte a value."""
    shape = FILES[name].shape
    values = torch.frombuffer(content, dtype=torch.uint8, offset=4 + 4 * len(shape)).view(shape)
    return values.long() if len(shape) == 1 else values


def _unpack(root: Path, raw: Path, contents: dict[str, bytearray]) -> None:
    """Keep the unpacked files too: they load faster, and torchvision reads them as they are."""
    with staging(root) as folder, suppress(OSError):  # a folder that cannot be written, or a full disk
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        place(sorted(folder.iterdir()), raw)


def _download_missing(root: Path, raw: Path) -> _Found:
    with staging(root) as folder:
        before = _find(raw)  # once more: another process may have been at work meanwhile
        if len(before.contents) == len(FILES):
            return before
        staged = folder / "MNIST" / "raw"
        staged.mkdir(parents=True)
        for packed in raw.glob("*.gz"):
            with suppress(OSError):
                shutil.copyfile(packed, staged / packed.name)
        try:
            contents = _download(folder)
        except DigitsError as error:
            raise DigitsError(f"{_what_is_wrong(before)} and {error.reason}") from error
        with suppress(OSError):
            place(sorted(staged.iterdir()), raw)
    return _Found(contents, before.damaged)


def _what_is_wrong(found: _Found) -> str:
    if found.damaged:
        return f"MNIST is damaged in the data folder ({', '.join(map(str, found.damaged))})"
    if found.contents:
        missing = ", ".join(name for name in FILES if name not in found.contents)
        return f"MNIST is incomplete in the data folder (missing: {missing})"
    return "MNIST is not in the data folder"


def _download(folder: Path) -> dict[str, bytearray]:
    """Let torchvision download what is missing in ``folder``, verify it and unpack it."""
    if os.environ.get("RNN_COURSE_OFFLINE", "") not in ("", "0"):
        raise DigitsError("RNN_COURSE_OFFLINE forbids the download")
    try:
        mnist = import_torchvision().datasets.MNIST
    except ImportError as error:
        raise DigitsError("torchvision, which would download it, cannot be imported") from error
    if not _answers(mnist.mirrors[0] + mnist.resources[-1][0]):
        raise DigitsError("the server that offers it cannot be reached")
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()), _patience(STALL_SECONDS):
            mnist(folder, train=False, download=True)
    except (OSError, RuntimeError, HTTPException) as error:
        raise DigitsError("its download broke off") from error
    contents = _find(folder / "MNIST" / "raw").contents
    if len(contents) < len(FILES):
        raise DigitsError("the server offers something else in its place")
    return contents


def _answers(url: str) -> bool:
    """Ask a server for a sign of life. In a thread, as looking up a name can last longer than any timeout."""
    answered = threading.Event()

    def ask() -> None:
        with suppress(OSError, HTTPException), urlopen(Request(url, method="HEAD"), timeout=PROBE_SECONDS):
            answered.set()

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PROBE_SECONDS)
    return answered.is_set()


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Let connections that set no timeout of their own, as torchvision's, break when nothing arrives."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
