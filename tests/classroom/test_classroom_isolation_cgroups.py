"""Control groups: the kernel's own where this user can make one, and folders that look like them."""

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from course_utils.classroom.isolation import cgroups
from course_utils.classroom.isolation.cgroups import group
from course_utils.classroom.isolation.limits import MEBIBYTE, Limits

SMALL = Limits(memory=64 * MEBIBYTE, processes=4)


@pytest.fixture
def real():
    with group(0, SMALL) as made:
        if made is None:
            pytest.skip("this user can make no control group with limits of memory and processes")
        yield made


def python(source):
    return [sys.executable, "-c", source]


def test_memory_of_all_processes_is_bounded(real):
    script = "import os; child = os.fork(); x = os.urandom(40 * 2**20); child and os.wait()"
    assert not real.oom_killed()
    subprocess.run(real.enter(python(script)), check=False)
    assert real.oom_killed()
    assert not real.oom_killed(), "only what is new since then"
    assert 60 * MEBIBYTE < real.peak() <= 64 * MEBIBYTE


def test_processes_are_bounded(real):
    script = "import os, time\nn = 0\ntry:\n  while n < 99 and os.fork(): n += 1\n"
    script += "except BlockingIOError: print(n)\nelse: time.sleep(20)"
    with subprocess.Popen(real.enter(python(script)), stdout=subprocess.PIPE, text=True) as process:
        assert int(process.stdout.readline()) == SMALL.processes + cgroups.OUR_OWN - 1
        real.kill()
    assert real.processes() == []


def test_all_is_over_after_it_even_with_an_error():
    with ExitStack() as stack:
        stack.enter_context(pytest.raises(ZeroDivisionError))
        made = stack.enter_context(group(1, SMALL))
        if made is None:
            pytest.skip("this user can make no control group with limits of memory and processes")
        process = subprocess.Popen(made.enter(["sleep", "60"]))
        while process.pid not in made.processes() or psutil.Process(process.pid).name() != "sleep":
            time.sleep(0.01)
        raise ZeroDivisionError
    assert process.wait(5) == -9
    assert not made.memory.exists()
    assert not made.pids.exists()


def test_leftovers_of_dead_runs_are_removed(real):
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = real.memory.parent / f"course-{ended.pid}-0-left"
    left.mkdir()
    with group(2, SMALL):
        assert not left.exists()
        assert real.memory.exists(), "the group of one that runs"


def test_a_group_that_cannot_be_entered_runs_nothing(tmp_path):
    made = cgroups.Group(tmp_path / "gone", tmp_path / "gone", 2)
    run = subprocess.run(made.enter(["echo", "ran"]), capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (125, "")


# --- folders that look like control groups ------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a function that lays out groups; a new group gets the files that a kernel puts in it."""
    monkeypatch.setattr(cgroups, "MOUNTED", tmp_path / "cgroup")
    monkeypatch.setattr(cgroups, "OWN_GROUPS", tmp_path / "own")
    make = cgroups.tempfile.mkdtemp

    def lay_out(own, folders, files=("cgroup.procs", "pids.max", "memory.max", "memory.swap.max")):
        (tmp_path / "own").write_text(own)
        for name, controllers in folders.items():
            folder = tmp_path / "cgroup" / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "cgroup.procs").touch()
            (folder / "cgroup.subtree_control").write_text(controllers)

        def made(**where):
            folder = Path(make(**where))
            for name in files:
                (folder / name).touch()
            return str(folder)

        monkeypatch.setattr(cgroups.tempfile, "mkdtemp", made)
        monkeypatch.setattr(cgroups.Path, "rmdir", lambda folder: cgroups.shutil.rmtree(folder))
        return tmp_path / "cgroup"

    return lay_out


def test_version_2(tree, monkeypatch):
    root = tree("0::/user.slice/shell.scope\n", {"user.slice": "memory pids", "user.slice/shell.scope": ""})
    write = Path.write_text

    def refuse_where_processes_are(path, text):
        if path.parent.name == "shell.scope":
            raise OSError(16, "Device or resource busy")
        return 0 if path.name == "cgroup.subtree_control" else write(path, text)

    monkeypatch.setattr(Path, "write_text", refuse_where_processes_are)
    with group(3, Limits(memory=10**9, processes=20)) as made:
        assert made.version == 2
        assert made.memory == made.pids
        assert (made.memory / "memory.max").read_text() == "1000000000"
        assert (made.memory / "memory.swap.max").read_text() == "0"
        assert (made.pids / "pids.max").read_text() == "28"
        (made.memory / "memory.events").write_text("low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\n")
        assert made.oom_killed()
        assert not made.oom_killed()
        assert made.peak() is None, "a kernel before 5.19"
        (made.memory / "memory.peak").write_text("12345\n")
        assert made.peak() == 12345
        assert made.memory.parent == root / "user.slice"
    assert not made.memory.exists()


def test_version_1(tree):
    own = "4:memory:/a\n3:cpu,cpuacct:/\n8:pids:/b\n0::/\n"
    files = ("cgroup.procs", "pids.max", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
    root = tree(own, {"memory/a": "", "pids/b": ""}, files)
    with group(0, Limits(memory=10**9)) as made:
        assert made.version == 1
        assert (made.memory.parent, made.pids.parent) == (root / "memory" / "a", root / "pids" / "b")
        assert (made.memory / "memory.limit_in_bytes").read_text() == "1000000000"
        assert (made.memory / "memory.memsw.limit_in_bytes").read_text() == "1000000000"


@pytest.mark.parametrize(
    ("own", "folders"),
    [
        ("", {"": ""}),
        ("8:pids:/\n4:memory:/gone\n0::/\n", {"memory": "", "pids": ""}),
        ("0::/gone/deeper\n", {}),
    ],
)
def test_no_group_can_be_made(own, folders, tree, monkeypatch):
    tree(own, folders)
    monkeypatch.setattr(cgroups, "_delegated", lambda folder: False)
    with group(0, SMALL) as made:
        assert made is None


def test_no_control_groups_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroups, "OWN_GROUPS", tmp_path / "none")
    with group(0, SMALL) as made:
        assert made is None
