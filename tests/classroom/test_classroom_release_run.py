"""An author's cells and answers, run here: in a folder of their own, without a trace."""

from pathlib import Path

import pytest
import torch

from course_utils.classroom import material
from course_utils.classroom.release_run import AnswerFails, Run
from tests.classroom.tiny_class import SOURCE


@pytest.fixture
def tiny():
    notebook = SOURCE / "tiny_assignment.ipynb"
    return material.read_material(notebook, notebook, SOURCE)


@pytest.fixture
def run(tiny):
    with Run() as run:
        assert run.cells(tiny.source) == []
        yield run


def test_the_solution_is_judged_and_its_replies_are_kept(tiny, run):
    mark = run.judge(tiny.questions[0], lambda part: part)
    assert mark.points == mark.of == 3
    assert len(run.replies()) == 3
    run.judge(tiny.questions[1], lambda part: part)
    assert len(run.replies()) == 3


def test_an_answer_stands_in_for_the_solution_in_a_copy(tiny, run):
    question = tiny.questions[0]
    with run.with_answer(tiny.hidden / "answers" / "row-sums" / "wrong-mean.py") as other:
        assert other.judge(question, lambda part: part).points == 0
    assert run.judge(question, lambda part: part).points == 3


def test_an_answer_that_stops_says_where(run, tmp_path):
    (tmp_path / "wrong-x.py").write_text("1 / 0")
    with pytest.raises(AnswerFails, match=r"wrong-x.py: ZeroDivisionError: division by zero"):
        run.with_answer(tmp_path / "wrong-x.py").__enter__()


def test_files_of_the_solution_are_there_for_an_answer_and_gone_afterwards(run, tmp_path, capsys):
    before = Path.cwd(), torch.get_rng_state()
    (tmp_path / "writes.py").write_text(
        "print('loud')\nimport torch\nkept = torch.rand(3)\nopen('a.txt', 'w').close()"
    )
    (tmp_path / "reads.py").write_text("open('a.txt').close()")
    with run.with_answer(tmp_path / "writes.py") as wrote, wrote.with_answer(tmp_path / "reads.py"):
        pass
    with pytest.raises(AnswerFails), run.with_answer(tmp_path / "reads.py"):
        pass
    assert Path.cwd() == before[0]
    assert torch.equal(torch.get_rng_state(), before[1])
    assert capsys.readouterr().out == ""
