"""The rungs of isolation, best first; a rung counts only where a trial has shown that it holds."""

import functools
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from course_utils.classroom.isolation import bubblewrap

PACKAGE = Path(__file__).resolve().parents[2]
LONGEST_TRIAL = 60.0  # seconds; it takes a tenth of one
NEVER = "only for files that you trust: a process can read and change all that you can"


class Trial(NamedTuple):
    """Whether a rung holds on this machine, and a sentence that says so."""

    ok: bool
    sentence: str


@dataclass(frozen=True)
class Rung:
    """One way to isolate submissions: "bubblewrap", "landlock" or "trusted"."""

    name: str

    def command(
        self,
        argv: list[str],
        readable: Iterable[str | Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Return the command line that starts the parent of all submissions.

        Args:
            argv: the program, by its whole path, and its arguments.
            readable: what it may read beside the system's programs and libraries; the rungs below
                bubblewrap hold it only later, in `confine`.
            environment: its whole environment.

        Raises:
            FileNotFoundError: bubblewrap is not installed.
        """
        pairs = [f"{name}={value}" for name, value in (environment or {}).items()]
        inner = bubblewrap.wrapped(argv, readable) if self.name == "bubblewrap" else argv
        return [shutil.which("env") or "env", "-i", *pairs, *inner]

    def works(self) -> Trial:
        """Start a tiny confined process, let it try what it must not do, and say whether the rung held."""
        return _trial(self)


LADDER = (Rung("bubblewrap"), Rung("landlock"), Rung("trusted"))


def rung_named(name: str) -> Rung:
    """Return the rung of this name.

    Raises:
        ValueError: there is none.
    """
    for rung in LADDER:
        if rung.name == name:
            return rung
    raise ValueError(f"rung is {name!r}, but must be one of {', '.join(rung.name for rung in LADDER)}")


def best_rung() -> Rung:
    """Return the first rung that holds on this machine; the last one always does."""
    return next(rung for rung in LADDER if rung.works().ok)


def python_paths() -> tuple[Path, ...]:
    """Return what this Python needs to be readable, its packages included."""
    return Path(sys.base_prefix), Path(sys.prefix)


@functools.cache
def _trial(rung: Rung) -> Trial:
    if rung.name == "trusted":
        return Trial(True, NEVER)
    if sys.platform != "linux":
        return Trial(False, f"{rung.name} is there on Linux only")
    try:
        with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
            os.chmod(folder, 0o755)  # what follows must be kept off by the rung and not by this
            secret = Path(folder, "secret")
            secret.write_text("secret")
            home = Path(folder, "home")
            home.mkdir()
            return _judged(rung, _run(rung, home, secret, server.getsockname()[1]))
    except (OSError, subprocess.SubprocessError) as error:
        return Trial(False, f"{rung.name} cannot be used: {error}")


def _run(rung: Rung, home: Path, secret: Path, port: int) -> subprocess.CompletedProcess:
    home = Path(bubblewrap.HOME) if rung.name == "bubblewrap" else home
    request = {"rung": rung.name, "home": str(home), "secret": str(secret), "port": port, "pid": os.getpid()}
    request["readable"] = [*map(str, python_paths()), str(PACKAGE)]
    program = [
        sys.executable,
        "-s",
        "-B",
        "-m",
        "course_utils.classroom.isolation.trial",
        json.dumps(request),
    ]
    command = rung.command(program, request["readable"], {"PYTHONPATH": str(PACKAGE.parent)})
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_TRIAL
    )


def _judged(rung: Rung, run: subprocess.CompletedProcess) -> Trial:
    lines = run.stdout.splitlines()
    if run.returncode or not lines:
        reason = (run.stderr.strip().splitlines() or [f"it ended with {run.returncode}"])[-1]
        return Trial(False, f"{rung.name} cannot be used: {reason}")
    came = json.loads(lines[-1])
    if not came.pop("can compute"):
        return Trial(False, f"{rung.name} cannot be used: Python does not run in it")
    broken = [what for what, done in came.items() if done]
    if broken:
        return Trial(False, f"{rung.name} does not hold here: a process in it {' and '.join(broken)}")
    return Trial(True, f"{rung.name} holds: a process in it saw no file, no network and no other process")
