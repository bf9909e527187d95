"""Releasing: all or nothing, and what is hidden stays where no student looks."""

import shutil
import stat

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom import release as module
from course_utils.classroom.folder import new_class
from course_utils.classroom.gradebook import write_marks
from course_utils.classroom.nbgrader_library import open_gradebook
from course_utils.classroom.release import release
from course_utils.notebook_form import read_notebook
from tests.classroom.tiny_class import NAME, SOURCE, graded, handed_in, quiet


def files(place):
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())


@pytest.fixture
def source(tmp_path):
    shutil.copytree(SOURCE, tmp_path / NAME)
    return tmp_path / NAME


def test_a_release_is_one_notebook_and_the_rest_is_hidden(released_class):
    assert files(released_class.release(NAME)) == [f"{NAME}.ipynb"] == files(released_class.source(NAME))
    assert "hidden_checks.py" in files(released_class.hidden(NAME))
    assert "answers/row-sums/wrong-mean.py" in files(released_class.hidden(NAME))
    assert f"{NAME}.ipynb" not in files(released_class.hidden(NAME))
    assert stat.S_IMODE(released_class.hidden(NAME).stat().st_mode) & 0o077 == 0
    ids = [cell.id for cell in read_notebook(released_class.release_notebook(NAME)).cells]
    assert ids == [cell.id for cell in read_notebook(SOURCE / f"{NAME}.ipynb").cells]


def test_the_gradebook_knows_the_cells_and_their_points(released_class):
    with open_gradebook(released_class, "looking") as gradebook:
        notebook = gradebook.find_notebook(NAME, NAME)
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    assert points == {"row-sums-checks": 3, "centred-rows-checks": 3, "why-rows": 2}


def test_what_does_not_hold_leaves_the_class_as_it_was(folder, source):
    before = files(folder.path)
    shutil.copyfile(source / "answers/row-sums/correct-loop.py", source / "answers/row-sums/wrong-mean.py")
    found = release(folder, NAME, source, quiet, 1)
    assert [finding.sentence for finding in found if not finding.holds] == [
        "wrong-mean.py has full marks with 10 of 10 inputs"
    ]
    assert files(folder.path) == before
    assert not list(folder.path.glob(f"{module.STAGING}*"))


def test_a_second_release_replaces_the_first_and_a_killed_one_leaves_no_trace(folder, source):
    (folder.path / f"{module.STAGING}killed").mkdir()
    (source / "notes.txt").write_text("for me")
    release(folder, NAME, source, quiet, 1)
    assert "notes.txt" in files(folder.hidden(NAME))
    assert files(folder.release(NAME)) == [f"{NAME}.ipynb"]
    assert not list(folder.path.glob(f"{module.STAGING}*"))


def test_cells_may_not_change_once_there_are_marks(folder, source):
    graded(folder, handed_in(folder, "ada"))
    write_marks(folder, NAME)
    release(folder, NAME, source, quiet, 1)
    notebook = source / f"{NAME}.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace("why-rows", "why-rows-so"), encoding="utf-8"
    )
    with pytest.raises(
        RuntimeError, match="nbgrader failed while making the release .* submissions associated"
    ):
        release(folder, NAME, source, quiet, 1)
    assert "why-rows-so" not in folder.release_notebook(NAME).read_text(encoding="utf-8")


def test_what_is_no_assignment_is_one_sentence(tmp_path, source):
    folder = new_class(tmp_path / "a")
    shutil.rmtree(source / "answers")
    (source / "hidden_checks.py").unlink()
    with pytest.raises(
        ValueError, match=r"holds no hidden_checks.py and no answers; wanted is an assignment's folder"
    ):
        release(folder, NAME, source, quiet)
    with pytest.raises(ValueError, match="NAME is '../x'"):
        release(folder, "../x", source, quiet)
    with pytest.raises(ValueError, match=r"NAME is 'nothing', but .* holds no nothing.ipynb"):
        release(folder, "nothing", None, quiet)
