"""What holds for root must hold for a normal user: the tests of isolation once more, as one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.classroom import as_user

HERE = Path(__file__).parent
AGAIN = ("confine", "landlock", "namespaces", "cgroups", "watch", "bounds")


@pytest.fixture
def normal_user():
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("these tests run as a normal user already")
    if as_user.command([sys.executable]) is None:
        pytest.skip("root's Python lies in a closed folder, and there is no bubblewrap to open it")


def test_it_is_a_normal_user_with_a_home(normal_user):
    script = "import os, pathlib; (pathlib.Path.home() / 'x').touch(); print(os.getresuid(), os.getgroups())"
    came = as_user.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert came.stdout == f"{(as_user.USER,) * 3} []\n", came.stderr


def test_isolation_as_a_normal_user(normal_user):
    tests = [str(HERE / f"test_classroom_isolation_{module}.py") for module in AGAIN]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    came = as_user.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=as_user.REPOSITORY
    )
    assert came.returncode == 0, came.stdout[-4000:]
    assert " passed" in came.stdout
