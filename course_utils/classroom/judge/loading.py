"""Hidden checks read from the file that holds them."""

import importlib.util
from pathlib import Path

from course_utils.classroom.judge.question import Question


def load_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions of a hidden_checks.py, which is executed for it: it is the teacher's own.

    Raises:
        OSError: there is no such file.
        ValueError: it defines no QUESTIONS, or none with parts.
    """
    spec = importlib.util.spec_from_file_location(f"hidden_checks_of_{path.parent.name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    questions = tuple(getattr(module, "QUESTIONS", ()))
    if not questions or not all(isinstance(question, Question) and question.parts for question in questions):
        raise ValueError(f"{path} has QUESTIONS = {questions!r}; wanted is a tuple of questions with parts")
    return questions
