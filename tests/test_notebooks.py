"""What holds for every lesson as it is stored. That its outputs are true is nbval's part."""

import ast
import re
from base64 import b64decode
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from course_utils.exercises import run_check
from course_utils.html_image import html_image
from course_utils.lessons import LESSONS as CATALOGUE
from course_utils.notebook_cells import code_cells
from course_utils.notebook_form import stored_faults
from tests.lesson_source import LESSONS, claims, exercises, solution_function
from tests.prose import shown, stated

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def test_every_lesson_is_in_the_catalogue():
    assert [path.stem[:2] for path in LESSONS] == list(CATALOGUE)


def test_it_is_stored_in_normal_form(path):
    assert stored_faults(path) == []


def test_its_title_and_time_are_those_of_the_catalogue(path, notebook):
    lesson = CATALOGUE[path.stem[:2]]
    opening = notebook.cells[0].source
    assert opening.startswith(f"# {path.stem[:2]} · {lesson.title}\n")
    assert f"{lesson.minutes} minutes for you, {lesson.seconds} seconds for the machine" in opening
    assert f"| {path.stem[:2]} | [{lesson.title}](notebooks/{path.name}) | {lesson.minutes} | ready |" in (
        README.read_text(encoding="utf-8")
    )


def test_claims_of_all_lessons_have_their_own_ids():
    ids = [
        (path.stem[:2], call.args[0].value)
        for path in LESSONS
        for call in claims(nbformat.read(path, as_version=4))
    ]
    assert [number for number, id in ids] == [id[:2] for number, id in ids]
    assert [id for id, count in Counter(ids).items() if count > 1] == []


def test_no_claim_is_made_of_constants(notebook):
    """A condition names something that was measured; `True` or `1 < 2` would hold whatever happens."""
    for call in claims(notebook):
        condition = call.args[2]
        assert any(isinstance(node, ast.Name) for node in ast.walk(condition)), ast.unparse(call)


def test_every_picture_has_its_words_where_jupyterlab_reads_them(notebook):
    for output in [output for cell in code_cells(notebook) for output in cell.outputs]:
        data = output.get("data", {})
        if "image/png" in data:
            words = output.metadata["image/png"]["alt"]
            assert data["text/html"] == html_image("image/png", b64decode(data["image/png"]), words)
        if "image/svg+xml" in data:
            picture = data["image/svg+xml"].encode()
            assert data["text/html"] == html_image("image/svg+xml", picture, data["text/plain"])


def test_every_number_in_the_prose_is_shown_by_the_lesson(notebook):
    """What is no measurement (a setting, a formula) is written as code or as mathematics."""
    assert stated(notebook) - shown(notebook) == set()


def test_it_has_three_to_five_exercises_with_three_hints_each(notebook):
    found = exercises(notebook)
    assert 3 <= len(found) <= 5
    for exercise in found:
        assert re.search(r"^Difficulty [●○]{3} · \d+ minutes$", exercise.text, re.MULTILINE)
        opened = [exercise.text.index(f"<summary>Hint {number} of 3</summary>") for number in (1, 2, 3)]
        closed = exercise.text.index("</details>")
        assert opened == sorted(opened), "hints in order"
        assert opened[-1] < closed, "each hint lies inside the one before it"
        assert exercise.text.count("<details>") == exercise.text.count("</details>") == 4
        assert "exercise" in exercise.attempt.metadata.tags
        assert f'check("{exercise.id}", ' in exercise.attempt.source


def test_every_solution_passes_its_check_and_every_stub_is_not_attempted(notebook):
    for exercise in exercises(notebook):
        result = run_check(exercise.id, solution_function(exercise))
        assert result.status == "correct", result.message
        (output,) = exercise.attempt.outputs
        assert output.text == f"{exercise.id}: not attempted yet.\n"


def test_it_can_be_read_in_one_sitting(notebook):
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    exercise_texts = {exercise.text for exercise in exercises(notebook)}
    words = sum(len(cell.source.split()) for cell in prose if cell.source not in exercise_texts)
    assert 1_000 <= words <= 1_800


def test_it_ends_with_five_questions(notebook):
    (quiz,) = (cell.source for cell in notebook.cells if cell.source.startswith("## Five questions"))
    assert re.findall(r"<summary>(\d)\. ", quiz) == ["1", "2", "3", "4", "5"]
