import os
import socket
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_utils.classroom.intake import folder_source
from course_utils.classroom.intake.claims import Found
from course_utils.classroom.intake.folder_source import FolderSource
from course_utils.classroom.intake.refusal import Refusal
from tests.classroom.handing_in import write

needs_posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither FIFOs nor links for all"
)


def claims(folder, *known):
    return {claim.name: claim for claim in FolderSource(folder).claims(lambda name: name in known)}


def paths(claim):
    return ["/".join(file.path) for file in claim.found]


def content(folder, place, path=None):
    with FolderSource(folder).opened(Found(path or place, place)) as file:
        return os.read(file.descriptor, 100)


def test_what_lies_in_a_folder_is_sorted_by_name(tmp_path):
    write(tmp_path / "ada" / "small" / "small.ipynb", b"1")
    write(tmp_path / "ada" / "classifier.pt", b"2")
    write(tmp_path / "ada" / ".ipynb_checkpoints" / "small.ipynb", b"3")
    write(tmp_path / "grace.ipynb", b"4")
    found = claims(tmp_path)
    assert sorted(found) == ["ada", "grace.ipynb"]
    assert paths(found["ada"]) == ["classifier.pt", "small/small.ipynb"]
    assert found["grace.ipynb"].is_file
    assert paths(found["grace.ipynb"]) == ["grace.ipynb"]
    assert content(tmp_path, found["ada"].found[1].place) == b"1"


def test_folders_around_all_of_it_are_passed_over(tmp_path):
    write(tmp_path / "out" / "er" / "ada" / "small.ipynb", b"1")
    write(tmp_path / "out" / "er" / "grace" / "small.ipynb", b"2")
    found = claims(tmp_path)
    assert sorted(found) == ["ada", "grace"]
    assert content(tmp_path, found["ada"].found[0].place) == b"1"


def test_a_lone_student_is_no_wrapper(tmp_path):
    write(tmp_path / "ada" / "small" / "small.ipynb", b"1")
    assert paths(claims(tmp_path, "ada")["ada"]) == ["small/small.ipynb"]


def test_an_exchange_is_its_inbound_folder(tmp_path):
    write(tmp_path / "inbound" / "ada+small+2000+x" / "small.ipynb", b"1")
    write(tmp_path / "outbound" / "small" / "small.ipynb", b"2")
    assert sorted(claims(tmp_path, "ada+small+2000+x")) == ["ada+small+2000+x"]


@needs_posix
def test_links_and_special_files_are_named_and_never_opened(tmp_path):
    secret = write(tmp_path / "secret", b"secret")
    ada = tmp_path / "in" / "ada"
    write(ada / "small.ipynb", b"1")
    (ada / "link.ipynb").symlink_to(secret)
    (ada / "folder").symlink_to(tmp_path)
    (ada / "twin.ipynb").hardlink_to(write(tmp_path / "other", b"other"))
    os.mkfifo(ada / "pipe.ipynb")
    with socket.socket(socket.AF_UNIX) as server:
        before = Path.cwd()
        os.chdir(ada)  # the name of a socket must be short
        server.bind("socket.ipynb")
        os.chdir(before)
    found = claims(tmp_path / "in", "ada")["ada"]
    assert paths(found) == ["small.ipynb"]
    assert sorted(found.odd) == [
        "'folder' is a symbolic link and is not taken.",
        "'link.ipynb' is a symbolic link and is not taken.",
        "'pipe.ipynb' is no regular file and is not taken.",
        "'socket.ipynb' is no regular file and is not taken.",
        "'twin.ipynb' is a second name of another file (a hard link) and is not taken.",
    ]


@needs_posix
@pytest.mark.parametrize("trick", ["link", "fifo", "hard link", "folder", "link to the folder", "nothing"])
def test_a_file_that_is_exchanged_after_the_look_is_refused_at_once(tmp_path, trick):
    secret = write(tmp_path / "secret" / "small.ipynb", b"secret")
    folder = tmp_path / "in" / "ada"
    path = write(folder / "small.ipynb", b"1")
    path.unlink()
    if trick == "link":
        path.symlink_to(secret)
    elif trick == "fifo":
        os.mkfifo(path)
    elif trick == "hard link":
        path.hardlink_to(secret)
    elif trick == "folder":
        path.mkdir()
    elif trick == "link to the folder":
        folder.rmdir()
        folder.symlink_to(secret.parent)
    started = time.monotonic()
    with pytest.raises(Refusal, match="'small.ipynb' "):
        content(tmp_path / "in", ("ada", "small.ipynb"))
    assert time.monotonic() - started < 5


def test_there_are_limits_to_number_and_depth(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_source, "MOST_FILES", 15)
    for number in range(20):
        write(tmp_path / "ada" / f"{number}.txt", b"1")
    write(tmp_path / "grace" / "/".join("abcdefghij") / "small.ipynb", b"1")
    write(tmp_path / "grace" / "small.ipynb", b"1")
    found = claims(tmp_path)
    assert len(found["ada"].found) == 14
    assert found["ada"].odd == ["There are more than 15 files and folders; the rest is passed over."]
    assert paths(found["grace"]) == ["small.ipynb"]
    assert found["grace"].odd == ["'h' lies too deep and is not taken."]


def test_the_time_of_a_change_is_the_systems_and_not_the_students(tmp_path):
    path = write(tmp_path / "ada" / "small.ipynb", b"1")
    before = path.stat().st_ctime
    os.utime(path, (0, 0))
    os.utime(path.parent, (0, 0))
    with FolderSource(tmp_path).opened(Found(("small.ipynb",), ("ada", "small.ipynb"))) as file:
        assert file.changed >= before
    assert claims(tmp_path, "ada")["ada"].arrived > 1_000_000


@needs_posix
def test_the_owner_is_named_where_the_system_knows_one(tmp_path, monkeypatch):
    import pwd

    names = {write(tmp_path / "ada" / "small.ipynb", b"1").stat().st_uid: SimpleNamespace(pw_name="ada")}
    monkeypatch.setattr(pwd, "getpwuid", names.__getitem__)
    with FolderSource(tmp_path).opened(Found(("small.ipynb",), ("ada", "small.ipynb"))) as file:
        assert file.owner == "ada"
    assert folder_source._user(max(names) + 1) == ""
    monkeypatch.setattr(folder_source.importlib.util, "find_spec", lambda _: None)
    assert folder_source._user(min(names)) == ""


def test_a_folder_that_cannot_be_read_is_refused(tmp_path, monkeypatch):
    def forbidden(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", forbidden)
    with pytest.raises(Refusal, match="cannot be read \\(Permission denied\\)"):
        claims(tmp_path)


def test_a_system_without_descriptors_of_folders_opens_by_path(tmp_path, monkeypatch):
    write(tmp_path / "ada" / "small.ipynb", b"1")
    monkeypatch.setattr(os, "supports_dir_fd", set())
    assert content(tmp_path, ("ada", "small.ipynb")) == b"1"
