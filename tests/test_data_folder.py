import subprocess
import sys
import threading

import pytest
from filelock import FileLock

from course_utils import data_folder
from course_utils.data_folder import place, staging


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_staging_lies_in_the_root_and_is_removed(tmp_path):
    root = tmp_path / "not" / "there" / "yet"
    with staging(root) as folder:
        assert folder.parent == root
        (folder / "half").write_text("half")
    assert names(root) == []


def test_staging_is_removed_after_an_error(tmp_path):
    def interrupted():
        with staging(tmp_path) as folder:
            (folder / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names(tmp_path) == []


def test_an_oserror_inside_is_passed_on(tmp_path):
    with pytest.raises(OSError, match="of the caller"), staging(tmp_path):
        raise OSError("of the caller")


def test_root_that_cannot_be_made_gives_a_folder_elsewhere(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with staging(tmp_path / "file" / "root") as folder:
        (folder / "whole").write_text("whole")
        assert tmp_path not in folder.parents
    assert not folder.exists()


def test_read_only_root_gives_a_folder_elsewhere(public_folder, read_only):
    with read_only(public_folder), staging(public_folder) as folder:
        assert public_folder not in folder.parents
    assert names(public_folder) == []


def test_leftovers_of_a_killed_process_are_removed(tmp_path):
    code = """
import sys, time
from pathlib import Path
from course_utils.data_folder import staging
with staging(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.kill()
    assert len(names(tmp_path)) == 1
    with staging(tmp_path) as folder:
        assert names(tmp_path) == [folder.name]
        assert names(folder) == []
    assert names(tmp_path) == []


def test_one_at_a_time(tmp_path):
    inside, most = [], []

    def work():
        with staging(tmp_path):
            inside.append(1)
            most.append(len(inside))
            threading.Event().wait(0.02)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


def test_a_wait_too_long_ends_in_a_folder_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "LONGEST_WAIT", 0.01)
    with FileLock(tmp_path / ".lock"), staging(tmp_path) as folder:
        assert tmp_path not in folder.parents


def test_a_file_system_without_locks_is_no_obstacle(tmp_path, monkeypatch):
    def no_locks(*args, **kwargs):
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(data_folder, "FileLock", no_locks)
    with staging(tmp_path) as folder:
        assert tmp_path not in folder.parents


def test_place_replaces_what_was_there(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("old")
    (tmp_path / "file").write_text("new")
    place([tmp_path / "file"], tmp_path / "there")
    assert (tmp_path / "there" / "file").read_text() == "new"
    assert not (tmp_path / "file").exists()


def test_place_into_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        place([], tmp_path / "file" / "folder")
