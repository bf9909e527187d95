"""What an assignment consists of."""

import pytest

from course_utils.classroom import material
from tests.classroom.tiny_class import SOURCE


@pytest.fixture
def tiny():
    notebook = SOURCE / "tiny_assignment.ipynb"
    return material.read_material(notebook, notebook, SOURCE)


def test_questions_and_their_answers_are_found(tiny):
    assert [question.id for question in tiny.questions] == ["row-sums", "centred-rows"]
    correct = tiny.answers(tiny.questions[0], "correct")
    assert [path.name for path in correct] == ["correct-einsum.py", "correct-loop.py"]
    assert len(tiny.answers(tiny.questions[1], "wrong")) == 6


def test_cells_are_told_apart_by_their_metadata(tiny):
    cells = {cell.id: cell for cell in tiny.source.cells}
    assert material.is_solution(cells["row-sums"])
    assert not material.is_graded(cells["row-sums"])
    assert material.is_graded(cells["why-rows"])
    assert material.grading(cells["imports"]) == {}
    assert material.points_by_cell(tiny.source) == {
        "row-sums-checks": 3,
        "centred-rows-checks": 3,
        "why-rows": 2,
    }
    ids = [cell.id for cell in material.code_to_run(tiny.source)]
    assert ids == ["imports", "row-sums", "row-sums-self-check", "centred-rows", "centred-rows-self-check"]


def test_the_points_of_a_question_are_those_of_its_cell(tiny):
    points = material.points_by_cell(tiny.source)
    assert all(points[material.checks_cell(question.id)] == question.points for question in tiny.questions)
