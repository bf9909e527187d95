"""The proof before a release: each way in which an assignment can be unsound is found and named."""

import re
import shutil

import pytest

from course_utils.classroom import material
from course_utils.classroom.release_checks import INPUTS, check_scores
from course_utils.notebook_form import read_notebook, stored_text
from tests.classroom.tiny_class import NAME, SOURCE, quiet


@pytest.fixture
def assignment(tmp_path, released_class):
    """Return a function that reads the tiny assignment after a change to a copy of it."""
    hidden = tmp_path / "hidden"
    shutil.copytree(SOURCE, hidden)
    (tmp_path / "release.ipynb").write_bytes(released_class.release_notebook(NAME).read_bytes())

    def read(file="", old="", new="", notebook=f"hidden/{NAME}.ipynb"):
        path = hidden / file if file else tmp_path / notebook
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
        return material.read_material(hidden / f"{NAME}.ipynb", tmp_path / "release.ipynb", hidden)

    return read


def failures(assignment, inputs=2):
    found = list(check_scores(assignment, quiet, inputs))
    return [f"{finding.subject}: {finding.sentence}" for finding in found if not finding.holds]


def test_a_sound_assignment_passes_and_the_audit_says_how_far(assignment):
    told = []
    found = list(check_scores(assignment(), lambda *step: told.append(step), 30))
    assert all(finding.holds for finding in found)
    audits = [finding for finding in found if finding.audit]
    assert [audit.subject for audit in audits] == ["row-sums"] * 2 + ["centred-rows"] * 2
    for wrong, correct in (audits[:2], audits[2:]):
        assert re.fullmatch(r"where values are wrong, \d\.\de\+0\d tolerances is .*", wrong.sentence)
        pattern = r"2 correct answers meet (\d+) random inputs and come within \d\.\de[-+]\d\d tolerances"
        assert 30 <= int(re.fullmatch(pattern, correct.sentence)[1]) < 60
    assert told[0] == ("row-sums: wrong answers", 0, 6)
    assert INPUTS == 1_000


ANSWERS = "answers/row-sums"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (f"{ANSWERS}/wrong-mean.py", ".mean(-1)", ".sum(-1)", "wrong-mean.py has full marks with 10 of 10"),
        (f"{ANSWERS}/wrong-mean.py", "", "\n1 / 0\n", "stops with wrong-mean.py: ZeroDivisionError"),
        (f"{ANSWERS}/correct-loop.py", "total + column", "-column", "correct-loop.py has 0 of 3 points"),
        (f"{ANSWERS}/correct-loop.py", "", "\n1 / 0\n", "a correct answer stops with correct-loop.py"),
        ("hidden_checks.py", 'part(1, "any', 'part(2, "any', "its parts have 4 points, its cell has 3"),
        ("hidden_checks.py", "(ROW_SUMS, CENTRED", "(ROW_SUMS,)  # CENTRED", "has points, but no question"),
        ("hidden_checks.py", '("row-sums"', '("sums"', "sums: there is no solution cell of this id"),
        ("hidden_checks.py", "x = draw.normal(2, 3, 4)", "return", "untouched, it has 1 of 3 points"),
        ("", "return x.sum(dim=-1)", "return x.sum(dim=0)", "cell 'row-sums-self-check' stops with"),
        ("", "x.mean(dim=-1, keepdim=True)", "0 * x", "cell 'centred-rows-self-check' stops with Assertion"),
    ],
)
def test_what_is_unsound_is_named(assignment, file, old, new, said):
    assert any(said in failure for failure in failures(assignment(file, old, new)))


def test_a_solution_without_full_marks_is_named(assignment):
    assert "row-sums: the solution has 2 of 3 points: any number of leading dimensions" in " ".join(
        failures(assignment("", "return x.sum(dim=-1)", "return x.sum(dim=1)"))
    )


def test_too_few_answers_are_named(assignment, tmp_path):
    for name in ("wrong-all", "wrong-mean", "correct-loop"):
        (tmp_path / "hidden" / "answers" / "row-sums" / f"{name}.py").unlink()
    failed = failures(assignment())
    assert "row-sums: 1 correct answers lie beside it; wanted are 2" in failed
    assert "row-sums: 4 wrong answers lie beside it; wanted are 5" in failed


def test_a_stub_that_stops_otherwise_than_as_a_stub_is_named(assignment, tmp_path):
    notebook = read_notebook(tmp_path / "release.ipynb")
    notebook.cells[1].source = "import no_such_module"
    (tmp_path / "release.ipynb").write_text(stored_text(notebook), encoding="utf-8")
    failed = failures(assignment())
    assert (
        "imports: untouched, this cell stops with ModuleNotFoundError: No module named 'no_such_module'"
        in failed
    )
