import pytest

from tests.classroom import tiny_class


@pytest.fixture(scope="session")
def released_class(tmp_path_factory):
    """A class with the tiny assignment released; shared, so only to be read."""
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    return tiny_class.make_class(tmp_path_factory.mktemp("classes") / "tiny")


@pytest.fixture
def folder(released_class, tmp_path):
    """A copy of that class for one test."""
    return tiny_class.copy_class(released_class, tmp_path / "tiny")
