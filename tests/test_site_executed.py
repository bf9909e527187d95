import os

import pytest

from course_utils import execution
from course_utils.notebook_form import read_notebook
from docs import executed
from tests.tiny_course import write_course, write_notebook

EXPLORER = """from course_utils.widgets.controls import slider
from course_utils.widgets.explorer import Frames, View

Frames(lambda x: View("<svg></svg>", f"x is {x}."), {"x": slider("x", 0, 2, 1)})"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one lesson, and a package of one module that nothing imports."""
    root = write_course(tmp_path / "course", ("greet", "print('hello')", ""))
    monkeypatch.setattr(executed, "course_root", lambda: root)
    monkeypatch.setattr(executed, "notebooks_folder", lambda: root / "notebooks")
    return root


def lessons(course):
    return list(executed.executed_lessons(course / "build"))


def make_newer(path, than):
    later = than.stat().st_mtime + 10
    os.utime(path, (later, later))


def test_a_lesson_comes_with_its_outputs_and_the_views_of_its_widgets(course, tmp_path):
    write_notebook(course / "notebooks" / "00_tiny.ipynb", ("explorer", EXPLORER, ""))
    (lesson,) = lessons(course)
    assert (lesson.number, lesson.path.name) == ("00", "00_tiny.ipynb")
    (output,) = lesson.notebook.cells[-1].outputs
    model = output.data["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert [view["sentence"] for view in lesson.explorers[model]["known"]] == [
        "x is 0.",
        "x is 1.",
        "x is 2.",
    ]
    assert read_notebook(lesson.path).cells[-1].outputs == []


def test_a_lesson_runs_again_only_when_it_or_the_package_has_changed(course, monkeypatch):
    runs = []
    original = execution.run
    monkeypatch.setattr(
        execution, "run", lambda path, **options: runs.append(path) or original(path, **options)
    )
    lessons(course)
    lessons(course)
    assert len(runs) == 1
    result = course / "build" / "00_tiny.ipynb"
    make_newer(course / "course_utils" / "sums.py", than=result)
    lessons(course)
    assert len(runs) == 2


def test_a_lesson_that_fails_is_named_with_its_cell_and_is_not_kept(course):
    write_notebook(course / "notebooks" / "00_tiny.ipynb", ("wrong", "1 / 0", ""))
    with pytest.raises(RuntimeError, match="^00_tiny, cell 'wrong': ZeroDivisionError: division by zero$"):
        lessons(course)
    assert not (course / "build" / "00_tiny.ipynb").exists()
