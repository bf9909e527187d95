"""Namespaces of a submission, inside bubblewrap: what lies in them. Attempts to leave them: see confine."""

import sys

import pytest

from course_utils.classroom.isolation.bubblewrap import HOME
from course_utils.classroom.isolation.ladder import rung_named
from course_utils.classroom.isolation.limits import MEBIBYTE
from tests.classroom.confined import run


@pytest.fixture(autouse=True)
def bubblewrap():
    trial = rung_named("bubblewrap").works()
    if not trial.ok:
        pytest.skip(trial.sentence)


def test_a_submission_is_the_first_process_of_its_own():
    assert run("bubblewrap", "import os; print(os.getpid(), os.getppid())").out == "1 0\ndone\n"


def test_its_folder_is_empty_and_new_each_time():
    script = "import os; print(os.getcwd(), os.listdir('.')); open('left', 'w').write('x')"
    for _ in range(2):
        assert run("bubblewrap", script).out == f"{HOME} []\ndone\n"


@pytest.mark.parametrize("place", [HOME, "/tmp", "/dev/shm"])
def test_it_can_write_where_programs_write(place):
    script = f"open('{place}/x', 'wb').write(bytes(2**20)); import os; s = os.statvfs('{place}'); "
    script += "print(s.f_frsize * s.f_blocks)"
    assert run("bubblewrap", script, disk=4 * MEBIBYTE).out == f"{4 * MEBIBYTE}\ndone\n"


def test_the_root_holds_only_what_was_given():
    script = (
        "import os; print(*sorted(os.listdir('/'))); print(*os.listdir('/etc')); print(os.uname().nodename)"
    )
    root, etc, host, _ = run("bubblewrap", script).out.splitlines()
    system = {"bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "student", "tmp", "usr"}
    given = {path.strip("/").split("/")[0] for path in (sys.base_prefix, sys.prefix, __file__)}
    assert set(root.split()) <= system | given
    assert set(etc.split()) <= {"ld.so.cache", "alternatives"}
    assert host == "classroom"


def test_it_has_a_network_of_its_own_without_a_way_out():
    assert run("bubblewrap", "import socket; print(socket.if_nameindex())").out.startswith("refused:")


def test_what_must_be_readable_stays_so_in_tmp(tmp_path):
    """A course that lies in /tmp is not hidden by an empty /tmp; Python then finds another place."""
    (tmp_path / "given.txt").write_text("given")
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(0o755)
    script = "import tempfile; tempfile.TemporaryFile(); print(open(path).read())"
    ended = run("bubblewrap", script, readable=[tmp_path], names={"path": str(tmp_path / "given.txt")})
    assert ended.out == "given\ndone\n", ended
