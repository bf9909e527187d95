"""What an assignment consists of: two notebooks, questions with hidden checks, answers to try them on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course_utils.classroom.judge import Question
from course_utils.classroom.judge.loading import load_questions
from course_utils.notebook_form import read_notebook

CHECKS = "hidden_checks.py"
ANSWERS = "answers"


@dataclass(frozen=True)
class Material:
    """An assignment as its author wrote it, and the notebook that students get.

    Attributes:
        source: the notebook with solutions.
        release: the notebook without.
        hidden: the folder of hidden checks and answers.
        questions: what is graded, in order.
    """

    source: NotebookNode
    release: NotebookNode
    hidden: Path
    questions: tuple[Question, ...]

    def answers(self, question: Question, kind: str) -> list[Path]:
        """Return the files with answers to a question; ``kind`` is "correct" or "wrong"."""
        return sorted((self.hidden / ANSWERS / question.id).glob(f"{kind}-*.py"))


def read_material(source: Path, release: Path, hidden: Path) -> Material:
    """Read an assignment from its notebooks and the folder of what is hidden.

    Raises:
        OSError: something cannot be read.
        ValueError: a notebook is none, or the hidden checks hold no questions.
    """
    return Material(read_notebook(source), read_notebook(release), hidden, load_questions(hidden / CHECKS))


def grading(cell: NotebookNode) -> dict:
    """Return nbgrader's metadata of a cell; an empty dict where there is none."""
    return cell.metadata.get("nbgrader", {})


def is_solution(cell: NotebookNode) -> bool:
    """Return whether students write in this cell."""
    return bool(grading(cell).get("solution"))


def is_graded(cell: NotebookNode) -> bool:
    """Return whether the cell has points."""
    return bool(grading(cell).get("grade"))


def checks_cell(question: str) -> str:
    """Return the id of the cell that holds a question's points."""
    return f"{question}-checks"


def points_by_cell(notebook: NotebookNode) -> dict[str, float]:
    """Return the points of every graded cell, by its id."""
    return {
        grading(cell)["grade_id"]: float(grading(cell)["points"])
        for cell in notebook.cells
        if is_graded(cell)
    }


def code_to_run(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """Yield the code cells of a notebook but for those with hidden checks."""
    return (cell for cell in notebook.cells if cell.cell_type == "code" and not is_graded(cell))
