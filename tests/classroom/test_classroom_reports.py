"""What the commands show."""

import io
import re

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from rich.console import Console

from course_utils.classroom import reports
from course_utils.classroom.batch import Graded
from course_utils.classroom.intake.collecting import Refused, Taken
from course_utils.classroom.records import Record
from course_utils.classroom.release_checks import Proof
from course_utils.classroom.status import Standing
from tests.classroom.tiny_class import handed_in, judged, with_remarks


def words(capsys):
    return " ".join(re.sub(r"[^\w.,:%'()\\-]", " ", capsys.readouterr().out).split())


def test_tasks_are_shown_with_the_time_that_is_left():
    display = reports.progress()
    show = reports.tasks(display)
    show("row-sums", 0, 4)
    show("row-sums", 1, 4)
    show("centred-rows", 0, 2)
    assert [(task.description, task.completed, task.total) for task in display.tasks] == [
        ("row-sums", 2, 4),
        ("centred-rows", 1, 2),
    ]
    text = io.StringIO()
    Console(file=text, width=100).print(display)
    assert "2/4" in text.getvalue()
    assert ":" in text.getvalue()


def test_findings_show_what_fails_or_else_the_audit(capsys):
    sound = Proof("row-sums", True, "they differ by 1e-16", True)
    reports.show_findings([sound, Proof("title", True, "is clean")])
    assert words(capsys) == "where what was found row-sums they differ by 1e-16"
    reports.show_findings([sound, Proof("title", False, "has attachments")])
    assert words(capsys) == "where what does not hold title has attachments"


def test_what_is_taken_and_what_is_refused(folder, capsys):
    attempt = with_remarks(handed_in(folder, "ada"), "Cell 'x' came twice.")
    place = folder.collected("tiny_assignment", "ada") / "1"
    collected = [Taken(attempt, place, True), Taken(attempt, place, False)]
    assert not reports.show_collected(collected)
    said = words(capsys)
    assert "Cell 'x' came twice." in said
    assert "known already" in said
    assert reports.show_collected([Refused("m\x1bal", "a zip bomb", None), Refused("", "no zip", None)])
    assert words(capsys).endswith("Refused: m\\u001bal: a zip bomb Refused: no zip")


def test_points_flags_and_failures(folder, capsys):
    ada, ben = handed_in(folder, "ada"), handed_in(folder, "ben")
    record = Record("", ada, judged(ada, (2.0, 0.0, 2.0, 1.0), flags=("Look at it.",)))
    assert not reports.show_outcomes([Graded(ada, record)])
    assert words(capsys).endswith("ada 1 5 of 6 Flagged: ada: Look at it.")
    assert reports.show_outcomes([Graded(ben, sentence="the sandbox does not start")])
    assert words(capsys).endswith("No result for ben: the sandbox does not start")


def test_assignments_stand_side_by_side(capsys):
    reports.show_standing(
        [Standing("a", 1, 2, 3, 4, 5, 6, 7, 8, 1), Standing("b", 0, 0, 0, 0, 0, 0, 0, 9, 0)]
    )
    said = words(capsys)
    assert said.startswith("students a b handed in 1 0 graded 2 0 attempts to grade 3 0 flagged 4 0")
    assert said.endswith("with feedback 7 0 graded without a sandbox 8 9 handed in, not in the roster 1 0")
