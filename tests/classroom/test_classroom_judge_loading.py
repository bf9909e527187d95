import pytest

from course_utils.classroom.judge.loading import load_questions

CHECKS = """
from course_utils.classroom.judge import Question
ONE = Question("one", takes=())
@ONE.part(2, "anything")
def _any(answer, draw):
    answer()
QUESTIONS = (ONE,)
"""


def test_questions_come_from_a_file(tmp_path):
    path = tmp_path / "hidden_checks.py"
    path.write_text(CHECKS)
    (question,) = load_questions(path)
    assert (question.id, question.points) == ("one", 2)


@pytest.mark.parametrize(
    "text",
    ["", "QUESTIONS = ()", "QUESTIONS = (1,)", CHECKS.replace("@ONE.part", "Question('two', ()).part") + "1"],
)
def test_a_file_without_questions_is_refused(tmp_path, text):
    path = tmp_path / "hidden_checks.py"
    path.write_text(text.replace("\n@Question", "\n@Question"))
    with pytest.raises((ValueError, SyntaxError)):
        load_questions(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(OSError, match="hidden_checks.py"):
        load_questions(tmp_path / "hidden_checks.py")
