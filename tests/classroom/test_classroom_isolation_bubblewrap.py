"""The command line of bubblewrap; what it does is tested with the rungs."""

import os
import shutil

import pytest

from course_utils.classroom.isolation import bubblewrap


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/programs/{name}")


def pairs(command, option):
    return [tuple(command[i + 1 : i + 3]) for i, word in enumerate(command) if word == option]


def test_a_normal_user_has_a_user_namespace_and_no_capability(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    command = bubblewrap.wrapped(["/bin/true"])
    assert command[0] == "/programs/bwrap"
    assert "--unshare-user" in command
    assert "--cap-add" not in command


def test_root_can_become_somebody_else(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    command = bubblewrap.wrapped(["/bin/true"])
    assert "--unshare-user" not in command
    kept = {command[i + 1] for i, word in enumerate(command) if word == "--cap-add"}
    assert kept == {"CAP_SETUID", "CAP_SETGID", "CAP_KILL"}


def test_readable_paths_and_what_they_lead_to(tmp_path):
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    command = bubblewrap.wrapped(["/bin/true", "--x"], [link])
    mounted = pairs(command, "--ro-bind")
    assert (str(link), str(link)) in mounted
    assert (str(folder.resolve()), str(folder.resolve())) in mounted
    assert {target for _, target in mounted} & {"/", "/etc", "/home", "/root", "/var", "/proc"} == set()
    assert command[-3:] == ["--", "/bin/true", "--x"]
    assert pairs(command, "--bind") == []


def test_outer_folders_come_first(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert bubblewrap.everywhere([inner, tmp_path, inner])[-2:] == [tmp_path.resolve(), inner.resolve()]


def test_no_bubblewrap(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(FileNotFoundError, match="^bubblewrap is not installed: there is no program bwrap$"):
        bubblewrap.wrapped(["/bin/true"])
