from pathlib import Path

import pytest

from course_utils import root
from course_utils.root import course_root, data_root, notebooks_folder


def make_course(folder):
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks" / "03_read_digits.ipynb").touch()
    return folder


@pytest.fixture
def _installed_elsewhere(tmp_path, monkeypatch):
    """The package lies in a site-packages folder, without notebooks beside it."""
    monkeypatch.delenv("RNN_COURSE_DATA", raising=False)
    monkeypatch.setattr(root, "__file__", str(tmp_path / "site-packages" / "course_utils" / "root.py"))


def test_a_clone_is_found_from_anywhere(tmp_path, monkeypatch):
    clone = make_course(tmp_path / "clone")
    other = make_course(tmp_path / "other")
    monkeypatch.setattr(root, "__file__", str(clone / "course_utils" / "root.py"))
    monkeypatch.chdir(other)
    assert course_root() == clone
    assert notebooks_folder() == clone / "notebooks"


@pytest.mark.usefixtures("_installed_elsewhere")
def test_an_installed_package_takes_the_nearest_course_above(tmp_path, monkeypatch):
    make_course(tmp_path)
    course = make_course(tmp_path / "course")
    inside = course / "notebooks" / "assignments"
    inside.mkdir()
    for folder in (course, course / "notebooks", inside):
        monkeypatch.chdir(folder)
        assert course_root() == course


@pytest.mark.usefixtures("_installed_elsewhere")
def test_a_folder_of_other_notebooks_is_no_course(tmp_path, monkeypatch):
    course = make_course(tmp_path / "course")
    inside = course / "homework"
    (inside / "notebooks").mkdir(parents=True)
    (inside / "notebooks" / "draft.ipynb").touch()
    monkeypatch.chdir(inside)
    assert course_root() == course


@pytest.mark.usefixtures("_installed_elsewhere")
def test_no_course_is_one_clear_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for ask in (course_root, notebooks_folder):
        with pytest.raises(
            FileNotFoundError, match="^no folder notebooks/ with lessons was found in .* or above it"
        ):
            ask()


@pytest.mark.usefixtures("_installed_elsewhere")
def test_data_lie_where_they_are_asked_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert data_root() == tmp_path / "data"
    course = make_course(tmp_path / "course")
    monkeypatch.chdir(course / "notebooks")
    assert data_root() == course / "data"
    monkeypatch.setenv("RNN_COURSE_DATA", "~/digits")
    assert data_root() == Path.home() / "digits"
    assert data_root(tmp_path / "mine") == tmp_path / "mine"
    assert data_root("mine") == Path("mine")
    monkeypatch.setenv("RNN_COURSE_DATA", "")
    assert data_root() == course / "data"
