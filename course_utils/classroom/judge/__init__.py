"""Hidden checks and how an answer is held against them, outside the process in which the answer runs."""

from course_utils.classroom.judge.answer import Answer
from course_utils.classroom.judge.draw import Draw
from course_utils.classroom.judge.question import Question

__all__ = ["Answer", "Draw", "Question"]
