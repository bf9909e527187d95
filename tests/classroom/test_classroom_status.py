"""Where an assignment stands, counted."""

import dataclasses

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom import records
from course_utils.classroom.feedback import write_feedback
from course_utils.classroom.gradebook import write_marks
from course_utils.classroom.status import Standing, flags, standing
from tests.classroom.tiny_class import NAME, graded, handed_in, judged, set_up


def test_nothing_has_come_yet(released_class):
    assert standing(released_class, NAME) == Standing(NAME, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_each_step_is_counted(folder):
    set_up(folder, f"[assignments.{NAME}]\ndeadline = 2030-01-31T11:00:00Z")
    graded(folder, handed_in(folder, "ada"), rung="trusted", flags=("Other cells stopped.",))
    graded(folder, handed_in(folder, "ben", written="YOUR ANSWER HERE", received="2030-01-31T10:00:00+00:00"))
    write_marks(folder, NAME)
    write_feedback(folder, NAME)
    handed_in(folder, "mal")
    (folder.collected(NAME) / "renamed").mkdir()
    (folder.collected(NAME) / "_unknown").mkdir()
    assert standing(folder, NAME)._asdict() == {
        "assignment": NAME,
        "collected": 3,
        "graded": 2,
        "to_grade": 1,
        "flagged": 1,
        "by_hand": 1,
        "late": 1,
        "feedback": 2,
        "trusted": 1,
        "strangers": 1,
    }


def test_flags_name_the_student(folder):
    attempt = handed_in(folder, "ada")
    verdict = judged(attempt, flags=("Other cells stopped.",))
    first = dataclasses.replace(verdict.marks[0], flags=("row-sums: two runs differ.",))
    verdict = dataclasses.replace(verdict, marks=(first, *verdict.marks[1:]))
    record = records.Record("", attempt, verdict)
    assert flags([record]) == ["ada: Other cells stopped.", "ada: row-sums: two runs differ."]
