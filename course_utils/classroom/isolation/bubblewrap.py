"""The command line of bubblewrap: what a process inside sees of the machine, and with which rights."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

HOME = "/student"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/alternatives")  # alternatives: links by which Debian finds BLAS
CAPABILITIES_OF_ROOT = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")


def wrapped(argv: list[str], readable: Iterable[str | Path] = ()) -> list[str]:
    """Return the command line that runs ``argv`` inside bubblewrap.

    A normal user gets a user namespace. Root does without, and keeps what it takes to give every submission
    an unprivileged user of its own: root would be exempt from limits, and own root's files.

    Args:
        argv: the program, by its whole path, and its arguments.
        readable: what can be read inside, at the same paths, beside the system's programs and libraries.

    Raises:
        FileNotFoundError: bubblewrap is not installed.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise FileNotFoundError("bubblewrap is not installed: there is no program bwrap")
    return [program, *_namespaces(), *_file_systems(readable), "--chdir", "/", "--", *argv]


def everywhere(readable: Iterable[str | Path]) -> list[Path]:
    """Return the paths and what they lead to when they are links, outer folders before inner ones."""
    paths = [Path(path).absolute() for path in readable]
    return sorted({*paths, *(path.resolve() for path in paths)})


def _namespaces() -> list[str]:
    options = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup-try"]
    options += ["--hostname", "classroom", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if os.geteuid() != 0:
        return ["--unshare-user", *options]
    return [*options, *(word for name in CAPABILITIES_OF_ROOT for word in ("--cap-add", name))]


def _file_systems(readable: Iterable[str | Path]) -> list[str]:
    options = ["--proc", "/proc", "--dev", "/dev", "--dir", "/tmp", "--dir", HOME]
    for path in SYSTEM:
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            options += ["--ro-bind", path, path]
    for path in [*map(Path, SYSTEM_FILES), *everywhere(readable)]:
        for parent in reversed(path.parents[:-1]):  # bubblewrap itself would make them for the owner only
            options += ["--dir", str(parent)]
        options += ["--ro-bind-try" if str(path) in SYSTEM_FILES else "--ro-bind", str(path), str(path)]
    return [*options, "--remount-ro", "/dev", "--remount-ro", "/"]
