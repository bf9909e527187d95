"""The check-up of an installation: one function a question, each answered by one finding with its remedy."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from course_utils.root import data_root, notebooks_folder

OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 14)
MINIMUM_VERSIONS = {
    "torch": "2.9",
    "torchvision": "0.24",
    "jupyterlab": "4.2",
    "nbclient": "0.10",
    "ipykernel": "6.29",
    "ipywidgets": "8.1",
    "nbval": "0.11",
}
ONLY_FOR_TESTS = {"nbval"}
DISK_SPACE = 500_000_000  # bytes: MNIST and the stand-in take about 120 MB
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MNIST_FILES = ("train-images", "train-labels", "t10k-images", "t10k-labels")


class Finding(NamedTuple):
    """What a check found: ``level`` "problem" blocks the lessons, "warning" does not."""

    name: str
    value: str
    level: Literal["ok", "warning", "problem"] = "ok"
    remedy: str = ""


def python() -> Finding:
    """Find whether this Python is among those that the course is tested with."""
    value = "{}.{}.{}".format(*sys.version_info)
    if OLDEST_PYTHON <= sys.version_info < FIRST_UNTRIED_PYTHON:
        return Finding("Python", value)
    level = "problem" if sys.version_info < OLDEST_PYTHON else "warning"
    return Finding("Python", value, level, "make the environment with Python 3.11, 3.12 or 3.13")


def lessons() -> Finding:
    """Find the lessons from here."""
    try:
        folder = notebooks_folder()
    except FileNotFoundError as error:
        return Finding("lessons", "not found", "problem", str(error))
    number = len(list(folder.glob("[0-9][0-9]_*.ipynb")))
    return Finding("lessons", f"{number} in {folder}")


def package(name: str) -> Finding:
    """Find whether a package is there and recent enough."""
    minimum = MINIMUM_VERSIONS[name]
    level = "warning" if name in ONLY_FOR_TESTS else "problem"
    remedy = f'run: python -m pip install "{name}>={minimum}"'
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "not installed", level, remedy)
    if _numbers(version) < _numbers(minimum):
        return Finding(name, f"{version}, older than {minimum}", level, remedy)
    return Finding(name, version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version.partition("+")[0])[:2]))


def torch_import() -> Finding:
    """Find whether torch can be loaded."""
    try:
        import torch
    except (ImportError, OSError) as error:
        reason = str(error).partition("\n")[0]
        return Finding(
            "torch loads", f"no: {reason}", "problem", "install torch anew, see https://pytorch.org"
        )
    return Finding("torch loads", f"yes, {torch.__version__}")


def torchvision_operators() -> Finding:
    """Find whether torchvision's compiled operators fit this torch."""
    from course_utils.torchvision_import import torchvision_status

    status = torchvision_status()
    if status == "ok":
        return Finding("torchvision loads", "yes")
    if status == "repaired":
        remedy = "nothing here needs them; for other work install the torchvision made for this torch"
        return Finding("torchvision loads", "yes, without its compiled operators", "warning", remedy)
    return Finding("torchvision loads", "no", "warning", status.removeprefix("missing: "))


def device() -> Finding:
    """Find on which device the lessons compute."""
    import torch

    from course_utils.runtime import choose_device

    try:
        chosen = choose_device()
    except (RuntimeError, ValueError) as error:
        remedy = f"RNN_COURSE_DEVICE asks for it: unset the variable or set it to auto ({error})"
        return Finding("device", "not available", "problem", remedy)
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    others = [name for name, available in there.items() if available and name != chosen.type]
    return Finding("device", ", also there: ".join([str(chosen), *others]))


def threads() -> Finding:
    """Find whether torch uses no more threads than there are cores for this process."""
    import torch

    used, cores = torch.get_num_threads(), available_cores()
    value = f"{used} for {cores} cores"
    if used <= cores:
        return Finding("threads", value)
    return Finding("threads", value, "warning", f"too many slow all down: set OMP_NUM_THREADS={cores}")


def available_cores(quota_file: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """Return the cores that this process may use: a container may have fewer than the machine."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = quota_file.read_text().split()
        return min(allowed, max(1, int(quota) // int(period)))
    except (OSError, ValueError):  # no container, or one without a limit
        return allowed


def data_folder() -> Finding:
    """Find whether digits can be kept in the data folder."""
    folder = data_root()
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):
            return Finding("data folder", f"{folder}, writable")
    except OSError:
        remedy = "digits are prepared anew in every run: set RNN_COURSE_DATA to a folder that you can write"
        return Finding("data folder", f"{folder}, read-only", "warning", remedy)


def digits() -> Finding:
    """Find which digits lie ready; nothing is downloaded or prepared for it."""
    folder = data_root()
    if all(any((folder / "MNIST" / "raw").glob(f"{name}*")) for name in MNIST_FILES):
        return Finding("digits", "MNIST, verified when it is loaded")
    kept = any((folder / "stand-in").glob("digits-*.bin"))
    value = "stand-in" if kept else "none yet, the first lesson prepares them"
    return Finding("digits", value, remedy="to fetch the real MNIST run: course digits --source mnist")


def disk_space() -> Finding:
    """Find whether there is room for the digits."""
    free = shutil.disk_usage(_existing(data_root())).free
    value = f"{free / 1e9:.1f} GB free"
    if free >= DISK_SPACE:
        return Finding("disk", value)
    return Finding("disk", value, "warning", "free some space, or set RNN_COURSE_DATA to a folder elsewhere")


def _existing(folder: Path) -> Path:
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())


def widgets_extension() -> Finding:
    """Find whether JupyterLab has the part of ipywidgets that runs in the browser."""
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("labextensions", "@jupyter-widgets", "jupyterlab-manager"):
        if (Path(folder) / "package.json").is_file():
            return Finding("widgets in JupyterLab", "yes")
    remedy = "run: python -m pip install --force-reinstall jupyterlab_widgets"
    return Finding("widgets in JupyterLab", "no", "warning", remedy)


def chromium_path() -> str | None:
    """Return the program that the tests in a browser start; None where there is none."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def chromium() -> Finding:
    """Find the browser of the tests. To read the lessons any browser will do."""
    path = chromium_path()
    if path is None:
        remedy = (
            "only the tests in a browser use it; on Debian install the package chromium, on Ubuntu "
            "chromium-browser, elsewhere Chromium or Chrome so that it is found on PATH"
        )
        return Finding("Chromium", "not found", remedy=remedy)
    try:
        run = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return Finding(
            "Chromium", f"{path}, does not start", "warning", f"see what it says: {path} --version"
        )
    version = re.search(r"\d+(\.\d+)+", run.stdout)
    return Finding("Chromium", f"{version[0] if version else 'version unknown'}, {path}")


def isolation() -> Finding:
    """Find how strangers' submissions can be kept from the rest of this machine; only teachers need it."""
    from course_utils.classroom.isolation.ladder import LADDER

    trials = {rung.name: rung.works() for rung in LADDER if rung.name != "trusted"}
    holding = [name for name, trial in trials.items() if trial.ok]
    value = ", also there: ".join(holding) or "none, so only submissions that you trust can be graded"
    if trials["bubblewrap"].ok:
        return Finding("isolation", value)
    remedy = "only for grading, on Linux: on Debian and Ubuntu install the package bubblewrap"
    return Finding("isolation", value, remedy=f"{remedy} ({trials['bubblewrap'].sentence})")


def examine() -> list[Finding]:
    """Make all checks. What needs torch is left out where torch cannot be loaded."""
    findings = [python(), lessons(), *map(package, MINIMUM_VERSIONS), torch_import()]
    if findings[-1].level == "ok":
        findings += [torchvision_operators(), device(), threads()]
    return [*findings, data_folder(), digits(), disk_space(), widgets_extension(), chromium(), isolation()]
