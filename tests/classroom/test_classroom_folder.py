"""The class folder: made whole, found from below, locked for one command at a time."""

import os
import stat

import pytest

from course_utils.classroom import folder as module
from course_utils.classroom.folder import ClassFolder, expect_name, find_class, new_class
from course_utils.root import course_root
from tests.classroom.tiny_class import NAME


def test_a_new_class_is_whole_and_private(tmp_path):
    folder = new_class(tmp_path / "my class")
    assert folder.settings().name == "my class"
    assert folder.roster() == {}
    assert len(folder.key()) == 32
    assert folder.assignments() == []
    assert {path.name for path in folder.path.iterdir() if path.is_dir()} == set(module.FOLDERS)
    assert [path.name for path in tmp_path.iterdir()] == ["my class"]
    if os.name == "posix":
        assert stat.S_IMODE((folder.path / "key").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_two_classes_have_different_keys(tmp_path):
    assert new_class(tmp_path / "a").key() != new_class(tmp_path / "b").key()


def test_an_empty_folder_becomes_a_class_and_a_full_one_does_not(tmp_path):
    (tmp_path / "empty").mkdir()
    assert new_class(tmp_path / "empty").settings().name == "empty"
    for taken in (tmp_path / "empty", tmp_path / "empty" / "class.toml"):
        with pytest.raises(ValueError, match="is there already; wanted is a new or an empty folder"):
            new_class(taken)


def test_a_class_may_not_lie_inside_the_course():
    with pytest.raises(ValueError, match="inside the course; wanted is a folder outside it"):
        new_class(course_root() / "build" / "a_class")


def test_a_class_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    def fail(folder, name):
        raise OSError("no space")

    monkeypatch.setattr(module, "_fill", fail)
    with pytest.raises(OSError, match="no space"):
        new_class(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_class_is_found_from_below(tmp_path, monkeypatch):
    folder = new_class(tmp_path / "a")
    monkeypatch.chdir(folder.path / "results")
    assert find_class() == ClassFolder(folder.path.resolve()) == find_class(folder.path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"no class.toml was found in .* wanted is a folder that"):
        find_class()
    with pytest.raises(ValueError, match="--class is .* which has no class.toml"):
        find_class(tmp_path)


def test_only_one_command_writes_at_a_time(tmp_path):
    folder = new_class(tmp_path / "a")
    with folder.lock(), pytest.raises(ValueError, match="another `course class` command is at work"):
        folder.lock().__enter__()
    with folder.lock():
        assert (folder.path / ".lock").exists()


def test_what_is_not_released_is_named_with_what_is(folder):
    folder.expect_released(NAME)
    with pytest.raises(
        ValueError, match=f"'sequences', which is not released in this class; released: {NAME}"
    ):
        folder.expect_released("sequences")
    assert [question.id for question in folder.questions(NAME)] == ["row-sums", "centred-rows"]


def test_a_short_key_is_refused(tmp_path):
    folder = new_class(tmp_path / "a")
    (folder.path / "key").write_bytes(b"short")
    with pytest.raises(ValueError, match="holds 5 bytes; wanted are 32"):
        folder.key()


@pytest.mark.parametrize("name", ["", "..", "A", "a/b", "x" * 65, "a+b"])
def test_a_name_that_cannot_name_an_assignment_is_refused(name):
    expect_name("cells_and_shapes")
    with pytest.raises(ValueError, match="wanted are at most 64 small letters"):
        expect_name(name)
