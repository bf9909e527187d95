"""The check-up: every check with what is right and with what is wrong."""

import builtins
import importlib.metadata
import os
import shutil
import tempfile
import tomllib
from pathlib import Path

import pytest
import torch

from course_utils import doctor, torchvision_import
from course_utils.classroom.isolation.ladder import Rung, Trial
from course_utils.doctor import Finding

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def data_root(tmp_path, monkeypatch):
    monkeypatch.setenv("RNN_COURSE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def installed(monkeypatch, version):
    """Let every package be installed in this version; in none if it is None."""

    def answer(name):
        if version is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(importlib.metadata, "version", answer)


@pytest.mark.parametrize(
    ("version", "level"),
    [((3, 10, 9), "problem"), ((3, 11, 0), "ok"), ((3, 13, 5), "ok"), ((3, 14, 0), "warning")],
)
def test_python(version, level, monkeypatch):
    monkeypatch.setattr("sys.version_info", (*version, "final", 0))
    finding = doctor.python()
    assert (finding.value, finding.level) == (".".join(map(str, version)), level)
    assert bool(finding.remedy) == (level != "ok")


def test_lessons(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "notebooks_folder", lambda: tmp_path)
    (tmp_path / "03_mnist.ipynb").touch()
    (tmp_path / "sketch.ipynb").touch()
    assert doctor.lessons() == Finding("lessons", f"1 in {tmp_path}")


def test_no_lessons(monkeypatch):
    def fail():
        raise FileNotFoundError("no folder notebooks/; change into the folder of the course")

    monkeypatch.setattr(doctor, "notebooks_folder", fail)
    finding = doctor.lessons()
    assert finding.level == "problem"
    assert "change into the folder" in finding.remedy


@pytest.mark.parametrize("version", ["8.1", "8.1.9", "8.10.0", "9.0rc1", "8.1+local.0"])
def test_a_package_recent_enough(version, monkeypatch):
    installed(monkeypatch, version)
    assert doctor.package("ipywidgets") == Finding("ipywidgets", version)


@pytest.mark.parametrize("version", ["8.0.7", "7.99", "8.0+cu128"])
def test_a_package_too_old(version, monkeypatch):
    installed(monkeypatch, version)
    said = Finding(
        "ipywidgets", f"{version}, older than 8.1", "problem", 'run: python -m pip install "ipywidgets>=8.1"'
    )
    assert doctor.package("ipywidgets") == said


@pytest.mark.parametrize(("name", "level"), [("ipywidgets", "problem"), ("nbval", "warning")])
def test_a_package_not_installed(name, level, monkeypatch):
    installed(monkeypatch, None)
    finding = doctor.package(name)
    assert (finding.value, finding.level) == ("not installed", level)
    assert f'"{name}>=' in finding.remedy


def test_minimum_versions_are_those_of_the_project():
    declared = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    stated = {
        f"{name}>={minimum}" for name, minimum in doctor.MINIMUM_VERSIONS.items() if name != "ipykernel"
    }
    assert stated <= set(declared)
    oldest, first_untried = (
        ".".join(map(str, pair)) for pair in (doctor.OLDEST_PYTHON, doctor.FIRST_UNTRIED_PYTHON)
    )
    assert PROJECT["project"]["requires-python"] == f">={oldest},<{first_untried}"


def test_torch_loads():
    assert doctor.torch_import() == Finding("torch loads", f"yes, {torch.__version__}")


def test_torch_does_not_load(monkeypatch):
    load = builtins.__import__

    def fail_for_torch(name, *rest, **more):
        if name == "torch":
            raise OSError("libcudart.so.12: cannot open\nmore lines")
        return load(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", fail_for_torch)
    finding = doctor.torch_import()
    assert (finding.value, finding.level) == ("no: libcudart.so.12: cannot open", "problem")
    assert "pytorch.org" in finding.remedy


@pytest.mark.parametrize(
    ("status", "level", "remedy"),
    [
        ("ok", "ok", ""),
        ("repaired", "warning", "install the torchvision made for this torch"),
        (
            "missing: torchvision is not installed; install it",
            "warning",
            "torchvision is not installed; install it",
        ),
    ],
)
def test_torchvision(status, level, remedy, monkeypatch):
    monkeypatch.setattr(torchvision_import, "torchvision_status", lambda: status)
    finding = doctor.torchvision_operators()
    assert finding.level == level
    assert finding.remedy.endswith(remedy)


def test_device(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.delenv("RNN_COURSE_DEVICE", raising=False)
    assert doctor.device() == Finding("device", "cpu, also there: mps")
    monkeypatch.setenv("RNN_COURSE_DEVICE", "mps")
    assert doctor.device() == Finding("device", "mps")


@pytest.mark.parametrize("name", ["cuda", "abacus"])
def test_a_device_that_is_not_there(name, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setenv("RNN_COURSE_DEVICE", name)
    finding = doctor.device()
    assert finding.level == "problem"
    assert "unset the variable" in finding.remedy
    assert name in finding.remedy


@pytest.mark.parametrize(("used", "level"), [(1, "ok"), (4, "ok"), (5, "warning")])
def test_threads(used, level, monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: used)
    monkeypatch.setattr(doctor, "available_cores", lambda: 4)
    finding = doctor.threads()
    assert (finding.value, finding.level) == (f"{used} for 4 cores", level)
    assert ("OMP_NUM_THREADS=4" in finding.remedy) == (level == "warning")


@pytest.mark.parametrize(
    ("quota", "cores"),
    [("max 100000", 8), ("200000 100000", 2), ("50000 100000", 1), ("6400000 100000", 8), ("", 8)],
)
def test_cores_of_a_container(quota, cores, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (tmp_path / "cpu.max").write_text(quota)
    assert doctor.available_cores(tmp_path / "cpu.max") == cores


def test_cores_where_the_system_does_not_tell_the_allowed_ones(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert doctor.available_cores(tmp_path / "none") == 6


def test_data_folder(data_root):
    assert doctor.data_folder() == Finding("data folder", f"{data_root}, writable")
    assert not data_root.exists()


def test_a_data_folder_that_cannot_be_written(data_root, monkeypatch):
    def fail(dir):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(tempfile, "TemporaryFile", fail)
    finding = doctor.data_folder()
    assert (finding.value, finding.level) == (f"{data_root}, read-only", "warning")
    assert "RNN_COURSE_DATA" in finding.remedy


def test_digits_not_there_yet(data_root):
    finding = doctor.digits()
    assert (finding.value, finding.level) == ("none yet, the first lesson prepares them", "ok")
    assert "course digits --source mnist" in finding.remedy
    assert not data_root.exists()


def test_digits_of_the_stand_in(data_root):
    (data_root / "stand-in").mkdir(parents=True)
    (data_root / "stand-in" / "digits-1.bin").touch()
    assert doctor.digits().value == "stand-in"


def test_digits_of_mnist_are_four_files(data_root):
    raw = data_root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3"):
        (raw / f"{name}-ubyte").touch()
    assert doctor.digits().value == "none yet, the first lesson prepares them"
    (raw / "t10k-labels-idx1-ubyte").touch()
    assert doctor.digits() == Finding("digits", "MNIST, verified when it is loaded")


@pytest.mark.parametrize(
    ("free", "value", "level"), [(5e9, "5.0 GB free", "ok"), (4e8, "0.4 GB free", "warning")]
)
def test_disk_space(free, value, level, data_root, monkeypatch):
    asked = []
    usage = shutil.disk_usage(data_root.parent)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: asked.append(folder) or usage)
    finding = doctor.disk_space()
    assert (finding.value, finding.level) == (value, level)
    assert asked == [data_root.parent]


def test_widgets_extension(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "jupyter_core.paths.jupyter_path", lambda *parts: [str(tmp_path / "a"), str(tmp_path / "b")]
    )
    finding = doctor.widgets_extension()
    assert (finding.value, finding.level) == ("no", "warning")
    assert "jupyterlab_widgets" in finding.remedy
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "package.json").touch()
    assert doctor.widgets_extension() == Finding("widgets in JupyterLab", "yes")


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Return a function that writes a program; only such programs are on the machine then."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def write(name, script):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
        return tmp_path / name

    return write


def test_no_chromium(programs):
    finding = doctor.chromium()
    assert doctor.chromium_path() is None
    assert (finding.value, finding.level) == ("not found", "ok"), "the lessons do without"
    assert "on Debian install the package chromium" in finding.remedy


@pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
@pytest.mark.parametrize("name", doctor.BROWSERS)
def test_chromium(name, programs):
    path = programs(name, 'echo "a warning" >&2; echo "Chromium 156.0.8078.79 built on Debian 12"')
    assert doctor.chromium_path() == str(path)
    assert doctor.chromium() == Finding("Chromium", f"156.0.8078.79, {path}")


@pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
def test_debian_s_own_chromium_comes_first(programs):
    programs("google-chrome", "echo Google Chrome 1.0")
    path = programs("chromium", "echo Chromium")
    assert doctor.chromium() == Finding("Chromium", f"version unknown, {path}")


@pytest.mark.skipif(os.name == "nt", reason="a script is no program on Windows")
def test_a_chromium_that_does_not_start(programs):
    path = programs("chromium", "exit 1")
    finding = doctor.chromium()
    assert (finding.value, finding.level) == (f"{path}, does not start", "warning")
    assert finding.remedy.endswith(f"{path} --version")


@pytest.mark.parametrize(
    ("holding", "value"),
    [
        ({"bubblewrap", "landlock"}, "bubblewrap, also there: landlock"),
        ({"bubblewrap"}, "bubblewrap"),
        ({"landlock"}, "landlock"),
        (set(), "none, so only submissions that you trust can be graded"),
    ],
)
def test_isolation(holding, value, monkeypatch):
    monkeypatch.setattr(
        Rung, "works", lambda self: Trial(self.name in {*holding, "trusted"}, f"about {self.name}")
    )
    finding = doctor.isolation()
    assert (finding.value, finding.level) == (value, "ok"), "a learner does without"
    if "bubblewrap" in holding:
        assert finding.remedy == ""
    else:
        assert finding.remedy.endswith("install the package bubblewrap (about bubblewrap)")


def test_all_checks_are_made(data_root):
    names = [finding.name for finding in doctor.examine()]
    assert names == [
        *(
            "Python",
            "lessons",
            *doctor.MINIMUM_VERSIONS,
            "torch loads",
            "torchvision loads",
            "device",
            "threads",
        ),
        *("data folder", "digits", "disk", "widgets in JupyterLab", "Chromium", "isolation"),
    ]
    assert not data_root.exists()


def test_checks_that_need_torch_are_left_out_without_it(data_root, monkeypatch):
    monkeypatch.setattr(doctor, "torch_import", lambda: Finding("torch loads", "no", "problem", "install it"))
    names = {finding.name for finding in doctor.examine()}
    assert {"torch loads", "digits"} <= names
    assert not {"torchvision loads", "device", "threads"} & names
