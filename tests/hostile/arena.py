"""The place where cases are tried: secrets to be stolen, files to be changed, a process to be killed."""

import hashlib
import os
import resource
import secrets
import socket
import stat
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import psutil

LARGE = 50_000_000  # bytes; of a larger file only the size is looked at
KINDS = (
    "checks",
    "notebook",
    "neighbour",
    "roster",
    "key",
    "environment",
    "process",
    "home",
    "temporary",
    "network",
)
SHARED_MEMORY = Path("/dev/shm")


class Arena:
    """A folder with a secret of each kind in its place.

    Args:
        path: an empty folder.

    Attributes:
        tokens: by kind, a text that stands nowhere but in that secret.
        received: what was sent to the server.
    """

    def __init__(self, path):
        self.path = path
        self.tokens = {kind: f"canary-{kind}-{secrets.token_hex(8)}" for kind in KINDS}
        self.received = []
        for name in ("inbound", "assignment"):
            (path / name).mkdir()
        self.furnish()

    def furnish(self):
        """Make what is not there of the folders that cases reach for, and put secrets into them."""
        for name in ("class", "home", "loot", "tmp", "archives"):
            (self.path / name).mkdir(exist_ok=True)
        (self.path / "loot").chmod(0o777)
        (self.path / "home/.netrc").write_text(f"machine example.org password {self.tokens['home']}\n")
        (self.path / "tmp/hostile-canary").write_text(self.tokens["temporary"])

    @contextmanager
    def alive(self):
        """Keep a bystander and a server running inside the block, and a secret in the environment."""
        secret = {"CANARY_TOKEN": self.tokens["environment"]}
        environment = secret | {"HOME": str(self.path / "home"), "TMPDIR": str(self.path / "tmp")}
        before = dict(os.environ)
        sleep = [sys.executable, "-S", "-c", "import time; time.sleep(7200)", self.tokens["process"]]
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = server.getsockname()[1]
            threading.Thread(target=self._serve, args=(server,), daemon=True).start()
            self.bystander = subprocess.Popen(
                sleep, env=os.environ | {"CANARY_TOKEN": self.tokens["process"]}
            )
            os.environ.update(environment)
            try:
                yield
            finally:
                os.environ.clear()
                os.environ.update(before)
                self.bystander.kill()
                self.bystander.wait()

    def in_place(self, text):
        """Return a case's code with the arena's own path and numbers in it."""
        text = text.replace("ARENA", str(self.path)).replace("PORT", str(self.port))
        return text.replace("BYSTANDER", str(self.bystander.pid))

    def stolen(self, text):
        """Return the kinds of secrets that stand in a text."""
        return sorted(kind for kind, token in self.tokens.items() if token in text)

    def carried_out(self):
        """Return the kinds of secrets that were carried out by file or network."""
        files = [path for path in (self.path / "loot").iterdir() if path.is_file()]
        return self.stolen(
            "".join(path.read_text(errors="replace") for path in files) + "".join(self.received)
        )

    def bystander_harmed(self):
        """Return what was done to the bystander, in words."""
        if self.bystander.poll() is not None:
            return "the bystander was killed"
        process = psutil.Process(self.bystander.pid)
        if process.status() == psutil.STATUS_STOPPED:
            return "the bystander was stopped"
        limits = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        if process.nice() != psutil.Process().nice() or limits != resource.getrlimit(resource.RLIMIT_NOFILE):
            return "the bystander was slowed"
        return ""

    def _serve(self, server):
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.settimeout(2)
                line.sendall(f"HTTP/1.0 200 OK\r\n\r\n{self.tokens['network']}".encode())
                try:
                    self.received.append(line.recv(100_000).decode(errors="replace"))
                except OSError:
                    continue


def snapshot(folder):
    """Return kind, permissions, time and content of all in a folder, by path, as far as paths reach."""
    seen = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            try:
                seen[str(path.relative_to(folder))] = _facts(path)
            except OSError:  # a path that is too long, or closed
                continue
    return seen


def _facts(path):
    facts = path.lstat()
    kind = stat.S_IFMT(facts.st_mode), stat.S_IMODE(facts.st_mode)
    if not stat.S_ISREG(facts.st_mode):
        return kind
    content = path.read_bytes() if facts.st_size < LARGE else str(facts.st_size).encode()
    return *kind, facts.st_mtime_ns, hashlib.sha256(content).hexdigest()


def changes(before, after, may_change):
    """Return the paths in which two snapshots differ, but for those that may."""
    paths = sorted(before.keys() | after.keys())
    return [path for path in paths if before.get(path) != after.get(path) and not may_change(Path(path))]


def shared_memory():
    """Return the names of what a case has left in shared memory, and remove it."""
    left = list(SHARED_MEMORY.glob("hostile-*")) if SHARED_MEMORY.is_dir() else []
    for path in left:
        path.unlink()
    return [str(path) for path in left]
