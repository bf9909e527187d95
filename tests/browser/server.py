"""A JupyterLab of its own for the tests: on loopback, on a copy of the lessons, with its own folders."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from course_utils.execution import HEADLESS_ENVIRONMENT
from course_utils.lab_server import OPTION
from course_utils.root import data_root
from tests.lesson_source import LESSONS

START_SECONDS, STOP_SECONDS, POLL_SECONDS = 60, 10, 0.1
FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
SETTINGS = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}


class Server(NamedTuple):
    """Where a running JupyterLab is found."""

    url: str
    token: str

    def page(self, notebook: str) -> str:
        """Return the address of a notebook, in a workspace that holds nothing else."""
        return f"{self.url}lab/tree/{notebook}?token={self.token}&reset"


@contextmanager
def jupyter_lab(folder: Path) -> Iterator[Server]:
    """Keep a JupyterLab on a copy of the lessons while the block runs; its kernels end with it.

    Args:
        folder: an empty folder, for all that the server reads and writes.
    """
    lessons = folder / "lessons"
    lessons.mkdir()
    for path in LESSONS:
        shutil.copy(path, lessons)
    _write_settings(folder / FOLDERS["JUPYTERLAB_SETTINGS_DIR"])
    token = secrets.token_hex(16)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            _command(lessons, token),
            env=_environment(folder),
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl+C is for the tests: they end the server
        )
        try:
            yield Server(_address(process, folder, token), token)
        finally:
            _stop(process)


def _write_settings(folder: Path) -> None:
    for plugin, values in SETTINGS.items():
        path = folder / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _command(lessons: Path, token: str) -> list[str]:
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": str(_free_port()),
        "ServerApp.root_dir": str(lessons),
        "ServerApp.allow_root": "True",
        "ServerApp.open_browser": "False",
        "IdentityProvider.token": token,
        "LabApp.expose_app_in_browser": "True",
        "LabApp.extension_manager": "readonly",
    }
    flags = (f"--{name}={value}" for name, value in options.items())
    return [sys.executable, "-m", "jupyterlab", OPTION, *flags]


def _free_port() -> int:
    """Return a port that the system has just given out, and gives to nobody else for a while."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(folder: Path) -> dict[str, str]:
    """Return a learner's environment: the live pictures of a training are shown, nothing is fetched."""
    ours = {name: value for name, value in os.environ.items() if name not in HEADLESS_ENVIRONMENT}
    course = {
        "RNN_COURSE_DATA": str(data_root().absolute()),
        "RNN_COURSE_DIGITS": "stand-in",
        "RNN_COURSE_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
    }
    return ours | course | {variable: str(folder / name) for variable, name in FOLDERS.items()}


def _address(process: subprocess.Popen, folder: Path, token: str) -> str:
    """Wait until the server answers, and return its address."""
    file = folder / FOLDERS["JUPYTER_RUNTIME_DIR"] / f"jpserver-{process.pid}.json"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if file.is_file():
            url = _url(file)
            if url and _answers(f"{url}api/status?token={token}"):
                return url
        time.sleep(POLL_SECONDS)
    said = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"JupyterLab does not answer within {START_SECONDS} seconds; it said:\n{said[-2000:]}")


def _url(file: Path) -> str | None:
    try:
        return json.loads(file.read_text(encoding="utf-8"))["url"]
    except json.JSONDecodeError:  # it is being written
        return None


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=START_SECONDS):
            return True
    except urllib.error.URLError:
        return False


def _stop(process: subprocess.Popen) -> None:
    """End the server and then whatever it has left behind, kernels above all."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in family:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(family, STOP_SECONDS)
