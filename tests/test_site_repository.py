import pytest

from docs.repository import binder_link


def test_a_known_repository_has_its_files_on_binder(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "somebody/rnn-course")
    assert binder_link("notebooks/00_start_here.ipynb") == (
        "https://mybinder.org/v2/gh/somebody/rnn-course/HEAD?labpath=notebooks%2F00_start_here.ipynb"
    )


@pytest.mark.parametrize("value", [None, ""])
def test_an_unknown_one_has_none(value, monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    if value is not None:
        monkeypatch.setenv("GITHUB_REPOSITORY", value)
    assert binder_link("notebooks/00_start_here.ipynb") is None


@pytest.mark.parametrize("value", ["rnn-course", "a/b/c", "a/b?x", "https://github.com/a/b"])
def test_what_is_no_repository_is_refused(value, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", value)
    with pytest.raises(ValueError, match="GITHUB_REPOSITORY is .*; wanted is owner/name"):
        binder_link("notebooks/00_start_here.ipynb")
