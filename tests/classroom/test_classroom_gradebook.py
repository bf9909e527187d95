"""Marks in nbgrader's gradebook: written once, kept where a person has marked, lowered where late."""

import dataclasses
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom import gradebook
from course_utils.classroom.gradebook import read_marks, update_penalties, write_marks
from course_utils.classroom.nbgrader_library import open_gradebook
from tests.classroom.tiny_class import NAME, RIGHT, graded, handed_in, set_up


@pytest.fixture
def marked(folder):
    """The class with marks for ada, full, and for ben, who has not answered the written question."""
    graded(folder, handed_in(folder, "ada"))
    graded(folder, handed_in(folder, "ben", written="YOUR ANSWER HERE"), (2.0, 0.0, 0.0, 1.0))
    assert write_marks(folder, NAME) == 2
    return folder


def by_hand(folder, student, points, comment="Well said.", cell="why-rows"):
    with open_gradebook(folder, "marking") as book:
        grade = book.find_grade(cell, NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("why-rows", NAME, NAME, student).manual_comment = comment
        book.db.commit()


def test_marks_are_read_as_they_were_written(marked):
    marks = read_marks(marked, NAME)
    assert list(marks) == ["ada", "ben"]
    ada, ben = marks["ada"], marks["ben"]
    assert (ada.points, ada.of, ada.waiting, ada.penalty) == (6, 8, True, 0)
    assert (ben.points, ben.waiting, ben.cells["why-rows"].points) == (3, False, 0)
    assert ada.received == datetime(2030, 1, 31, 12, tzinfo=UTC)
    assert (ben.cells["row-sums-checks"].points, ben.cells["row-sums-checks"].of) == (2, 3)


def test_students_are_those_of_the_roster(marked):
    with open_gradebook(marked, "looking") as book:
        assert {student.id for student in book.students} == {"ada", "ben", "mal", "zoe"}
        assert book.find_student("ada").last_name == "Lovelace"


def test_a_second_time_nothing_is_written(marked):
    path = marked.autograded(NAME, "ada")
    before, marks = path.stat().st_mtime_ns, read_marks(marked, NAME)
    assert write_marks(marked, NAME) == 0
    assert path.stat().st_mtime_ns == before
    assert read_marks(marked, NAME) == marks


def test_what_was_killed_before_its_end_is_written_again(marked):
    marked.autograded(NAME, "ada").unlink()
    assert write_marks(marked, NAME) == 1
    with open_gradebook(marked, "breaking") as book:
        book.remove_submission(NAME, "ben")
    assert write_marks(marked, NAME) == 1
    assert read_marks(marked, NAME)["ben"].points == 3


def test_a_mark_by_hand_is_kept_and_waits_only_where_the_answer_changed(marked):
    by_hand(marked, "ada", 1.5)
    worse = {**RIGHT, "row-sums": "def row_sums(x):\n    return x"}
    graded(marked, handed_in(marked, "ada", worse, attempt=2), (0.0, 0.0, 2.0, 1.0))
    assert write_marks(marked, NAME) == 1
    ada = read_marks(marked, NAME)["ada"]
    assert (ada.points, ada.waiting, ada.cells["why-rows"].points, ada.cells["why-rows"].by_hand) == (
        4.5,
        False,
        1.5,
        True,
    )
    assert ada.comments == {"why-rows": "Well said."}
    graded(marked, handed_in(marked, "ada", worse, "Another answer.", attempt=3), (0.0, 0.0, 2.0, 1.0))
    write_marks(marked, NAME)
    ada = read_marks(marked, NAME)["ada"]
    assert (ada.points, ada.waiting) == (4.5, True)


def test_only_what_a_person_said_is_a_comment(folder):
    graded(folder, handed_in(folder, "ada", {}, written=""), (0.0, 0.0, 0.0, 0.0))
    write_marks(folder, NAME)
    assert read_marks(folder, NAME)["ada"].comments == {}  # nbgrader writes "No response." beside it


def test_a_mark_of_the_checks_changed_by_hand_is_kept(marked):
    by_hand(marked, "ben", 3.0, cell="row-sums-checks")
    assert write_marks(marked, NAME) == 0
    assert read_marks(marked, NAME)["ben"].points == 4


def test_points_are_taken_for_lateness_from_deadlines_and_marks_as_they_are_now(marked):
    plan = f"[assignments.{NAME}]\ndeadline = 2030-01-31T10:00:00+00:00\n"
    set_up(marked, f'[late]\npolicy = "percent"\npercent_per_day = 50\n{plan}')
    update_penalties(marked, NAME)
    ben = read_marks(marked, NAME)["ben"]
    assert (ben.points, ben.penalty, ben.final) == (3, 1.5, 1.5)
    by_hand(marked, "ben", 2.0)
    update_penalties(marked, NAME)
    assert read_marks(marked, NAME)["ben"].final == 2.5
    set_up(marked, plan.replace("T10", "T23"))
    update_penalties(marked, NAME)
    assert read_marks(marked, NAME)["ben"].final == 5


def test_a_deadline_that_is_taken_back_takes_its_penalty_back(marked):
    set_up(marked, f'[late]\npolicy = "zero"\n[assignments.{NAME}]\ndeadline = 2030-01-31T10:00:00+00:00\n')
    update_penalties(marked, NAME)
    assert read_marks(marked, NAME)["ben"].final == 0
    set_up(marked, '[late]\npolicy = "zero"\n')
    update_penalties(marked, NAME)
    assert read_marks(marked, NAME)["ben"].final == 3


def test_a_gradebook_that_cannot_be_copied_is_one_sentence(marked, monkeypatch):
    monkeypatch.setattr(gradebook, "PATIENCE", 0.1)
    with closing(sqlite3.connect(marked.gradebook)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(
            RuntimeError, match=r"gradebook.db cannot be copied to .*: another program holds it"
        ):
            write_marks(marked, NAME)
    marked.gradebook.write_bytes(b"no database " * 1_000)
    with pytest.raises(RuntimeError, match=r"gradebook.db cannot be copied to .*: file is not a database"):
        write_marks(marked, NAME)


def test_a_penalty_never_makes_marks_negative():
    assert gradebook.Marks(1.0, 8.0, 3.0).final == 0


def test_the_gradebook_is_backed_up_before_each_batch_and_old_copies_go(marked, monkeypatch):
    assert len(list(marked.backups.iterdir())) == 1
    monkeypatch.setattr(gradebook, "BACKUPS", 2)
    (marked.backups / ".gradebook-killed.part").write_text("x")
    for _ in range(3):
        write_marks(marked, NAME)
    kept = sorted(marked.backups.iterdir())
    assert len(kept) == 2
    copy = dataclasses.replace(marked)
    kept[-1].replace(marked.gradebook)
    assert read_marks(copy, NAME)["ada"].points == 6
