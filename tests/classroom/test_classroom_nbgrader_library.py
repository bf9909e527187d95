"""nbgrader as a library: quiet, configured by the class, and one sentence where it fails."""

import importlib.util
import logging
import sqlite3
import warnings

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom import nbgrader_library as library
from course_utils.classroom.folder import new_class
from tests.classroom.tiny_class import NAME, set_up


def test_without_nbgrader_there_is_one_sentence_with_the_remedy(monkeypatch):
    library.expect_nbgrader()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(
        RuntimeError, match=r"needs nbgrader, which is not installed; .*pip install -e '.\[class\]'"
    ):
        library.expect_nbgrader()


def fail_as_nbgrader_does():
    from nbgrader.converters.base import NbGraderException

    log = logging.getLogger("traitlets")
    with library.quietly("trying"):
        log.error("Traceback (most recent call last):\n  File\nValueError: the reason")
        log.error("see above")
        warnings.warn("this is not shown", stacklevel=1)
        raise NbGraderException("see the traceback above")


def test_a_failure_of_nbgrader_becomes_one_sentence_with_its_reason(caplog):
    with pytest.raises(RuntimeError) as raised:
        fail_as_nbgrader_does()
    assert str(raised.value) == "nbgrader failed while trying: ValueError: the reason"
    assert caplog.records == []


def test_the_settings_of_the_class_are_nbgraders(folder):
    set_up(folder, '[late]\npolicy = "percent"\npercent_per_day = 25')
    config = library.configuration(folder)
    assert config.CourseDirectory.course_id == "tiny"
    assert config.CourseDirectory.root == str(folder.path)
    assert config.LatePolicy.percent_per_day == 25
    assert library.course_directory(folder).db_url == f"sqlite:///{folder.gradebook}"


def test_a_broken_configuration_is_one_sentence(folder):
    folder.nbgrader_config.unlink()
    with pytest.raises(ValueError, match=r"nbgrader_config.py cannot be read"):
        library.configuration(folder)


def test_the_gradebook_is_made_whole_without_the_path(tmp_path, monkeypatch):
    folder = new_class(tmp_path / "a")
    monkeypatch.setenv("PATH", "/nowhere")
    library.ensure_gradebook(folder)
    with sqlite3.connect(folder.gradebook) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    before = folder.gradebook.stat().st_mtime_ns
    library.ensure_gradebook(folder)
    assert folder.gradebook.stat().st_mtime_ns == before
    assert not list(folder.path.glob(".gradebook*"))


def test_the_gradebook_is_open_for_the_block(folder):
    with library.open_gradebook(folder, "looking") as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == [NAME]


def test_a_gradebook_that_is_none_is_one_sentence(folder):
    folder.gradebook.write_bytes(b"no database at all, only some text " * 40)
    with pytest.raises(RuntimeError, match="nbgrader failed while looking: .*not a database"):
        library.open_gradebook(folder, "looking").__enter__()
