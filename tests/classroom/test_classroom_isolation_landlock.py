"""Landlock alone, in a process of its own: what is allowed goes on, all else is refused."""

import subprocess
import sys

import pytest

from course_utils.classroom.isolation import landlock, libc

SCRIPT = """
import sys
from course_utils.classroom.isolation import landlock, libc
readable, writable, source = sys.argv[1:]
libc.prctl(libc.NO_NEW_PRIVILEGES, 1)
landlock.restrict([readable], [writable, "/dev/null"])
try:
    exec(source)
    print("done")
except OSError as error:
    print(error.strerror)
"""


@pytest.fixture
def folders(tmp_path):
    if landlock.version() == 0:
        pytest.skip("this kernel has no Landlock")
    for name in ("readable", "writable", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("text")
    return tmp_path


def run(folders, source):
    paths = [str(folders / name) for name in ("readable", "writable")]
    command = [sys.executable, "-c", SCRIPT, *paths, source]
    came = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folders)
    return came.stdout.strip()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("open('readable/file').read()", "done"),
        ("import os; os.listdir('readable')", "done"),
        ("open('readable/file', 'w')", "Permission denied"),
        ("open('readable/new', 'w')", "Permission denied"),
        ("import os; os.remove('readable/file')", "Permission denied"),
        ("open('other/file')", "Permission denied"),
        ("import os; os.listdir('other')", "Permission denied"),
        ("import os; os.mkdir('other/new')", "Permission denied"),
        ("open('writable/file', 'w').write('x')", "done"),
        ("import os; os.mkdir('writable/new'); os.rmdir('writable/new')", "done"),
        (
            "import os; os.symlink('../other/file', 'writable/link'); open('writable/link')",
            "Permission denied",
        ),
        ("import os; os.link('other/file', 'writable/link')", "Invalid cross-device link"),
        ("import os; os.rename('writable/file', 'other/moved')", "Permission denied"),
        ("open('/dev/null', 'w').write('x')", "done"),
        ("open('/etc/passwd')", "Permission denied"),
    ],
)
def test_what_is_allowed(source, wanted, folders):
    came = run(folders, source)
    assert came == wanted or (wanted == "Invalid cross-device link" and came == "Permission denied")
    assert (folders / "other" / "file").read_text() == "text"
    assert (folders / "readable" / "file").read_text() == "text"


def test_a_path_that_is_not_there(folders):
    script = (
        f"from course_utils.classroom.isolation import landlock; landlock.restrict(['{folders}/none'], [])"
    )
    came = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert f"FileNotFoundError: [Errno 2] No such file or directory: '{folders}/none'" in came.stderr


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_have_none(platform, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    assert landlock.version() == 0


@pytest.mark.parametrize(
    ("number", "length", "rights", "network", "scopes"),
    [
        (1, 8, 13, 0, 0),
        (2, 8, 14, 0, 0),
        (3, 8, 15, 0, 0),
        (4, 16, 15, 3, 0),
        (5, 16, 16, 3, 0),
        (6, 24, 16, 3, 3),
        (9, 24, 16, 3, 3),
    ],
)
def test_a_kernel_is_asked_only_for_what_it_knows(number, length, rights, network, scopes, monkeypatch):
    asked = []

    def call(what, function, *arguments):
        asked.append(arguments)
        return 3

    monkeypatch.setattr(landlock, "version", lambda: number)
    monkeypatch.setattr(libc, "call", call)
    monkeypatch.setattr(landlock.os, "close", lambda descriptor: None)
    landlock.restrict([], [])
    attributes, size = asked[0][1], asked[0][2]
    assert (size, len(attributes)) == (length, length)
    words = [int.from_bytes(attributes[i : i + 8], "little") for i in range(0, length, 8)]
    assert words == [2**rights - 1, network, scopes][: length // 8]


def test_the_version_of_this_kernel():
    if sys.platform == "linux":
        assert landlock.version() in range(100)
