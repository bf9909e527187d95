"""Result files: named by their content, never written again, and the one that counts."""

import os

import pytest

from course_utils.classroom import records
from tests.classroom.tiny_class import NAME, graded, handed_in, judged, set_up


def test_a_result_is_read_as_it_was_written(folder):
    attempt = handed_in(folder, "ada", extras=["1 / 0"])
    record = graded(folder, attempt, (2.0, 0.0, 2.0, 1.0), stopped=[("extra-1", "ZeroDivisionError")])
    (path,) = folder.results(NAME, "ada").iterdir()
    assert path.name.startswith("1-")
    assert records.read(path) == record
    assert record.verdict.points == 5


def test_the_same_result_is_one_file_and_a_second_grading_is_another(folder):
    attempt = handed_in(folder, "ada")
    record = graded(folder, attempt)
    path = records.append(folder, record)
    before = path.stat()
    assert records.append(folder, record) == path
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    graded(folder, attempt, (0.0, 0.0, 0.0, 0.0), when="2030-02-02")
    assert len(list(folder.results(NAME, "ada").iterdir())) == 2
    (newest,) = records.all_of(folder, NAME, "ada")
    assert newest.verdict.points == 0


def test_a_changed_result_is_not_believed(folder):
    path = records.append(folder, graded(folder, handed_in(folder, "ada"), (0.0, 0.0, 0.0, 0.0)))
    path.write_text(path.read_text().replace('"points": 0.0', '"points": 2.0'))
    with pytest.raises(ValueError, match="is not as it was written; wanted is the file as it was"):
        records.counting(folder, NAME, ["ada"])


def test_nothing_is_left_of_a_write_that_fails(folder, monkeypatch):
    def fail(*paths):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(OSError, match="no links here"):
        graded(folder, handed_in(folder, "ada"))
    assert list(folder.results(NAME, "ada").iterdir()) == []


@pytest.mark.parametrize(("which", "points", "attempt"), [("last", 1.0, 3), ("best", 3.0, 1)])
def test_the_last_or_the_best_attempt_counts(folder, which, points, attempt):
    set_up(folder, f'attempt = "{which}"')
    for number, reached in enumerate(((2.0, 1.0), (2.0, 1.0), (0.0, 1.0)), 1):
        graded(folder, handed_in(folder, "ada", attempt=number), (*reached, 0.0, 0.0))
    chosen = records.counting(folder, NAME, ["ada", "ben"])
    assert list(chosen) == ["ada"]
    assert (chosen["ada"].verdict.points, chosen["ada"].submission.attempt) == (points, attempt)


def test_attempts_are_in_order_and_only_the_newest_is_graded_where_the_last_counts(folder):
    for number in (1, 2, 10):
        handed_in(folder, "ada", attempt=number, digest=str(number))
    (folder.collected(NAME, "ada") / ".11").mkdir()
    assert [attempt.attempt for attempt in records.attempts(folder, NAME, "ada")] == [1, 2, 10]
    assert [attempt.attempt for attempt in records.to_grade(folder, NAME, "ada")] == [10]
    set_up(folder, 'attempt = "best"')
    assert [attempt.attempt for attempt in records.to_grade(folder, NAME, "ada")] == [1, 2, 10]


def test_what_has_a_result_is_graded_only_again(folder):
    attempt = handed_in(folder, "ada")
    graded(folder, attempt)
    assert records.to_grade(folder, NAME, "ada") == []
    assert records.to_grade(folder, NAME, "ada", again=True) == [attempt]
    assert records.to_grade(folder, NAME, "zoe") == []


def test_marks_without_a_sandbox_are_told_apart(folder):
    attempt = handed_in(folder, "ada")
    assert records.Record(records.now(), attempt, judged(attempt, rung="trusted")).trusted
    assert not records.Record(records.now(), attempt, judged(attempt)).trusted


@pytest.mark.parametrize(("policy", "attempt"), [("none", 2), ("zero", 1), ("percent", 2)])
def test_the_best_attempt_is_the_one_that_is_best_after_the_deadline_is_heeded(folder, policy, attempt):
    deadline = f"[assignments.{NAME}]\ndeadline = 2030-02-01T00:00:00Z\n"
    set_up(folder, f'attempt = "best"\n[late]\npolicy = "{policy}"\n{deadline}')
    graded(folder, handed_in(folder, "ada", attempt=1, digest="1"), (2.0, 1.0, 0.0, 0.0))
    late = handed_in(folder, "ada", attempt=2, digest="2", received="2030-02-01T01:00:00+00:00")
    graded(folder, late, (2.0, 1.0, 2.0, 1.0))
    assert records.counting(folder, NAME, ["ada"])["ada"].submission.attempt == attempt


def test_a_result_has_the_time_of_arrival_that_is_stored_now(folder):
    graded(folder, handed_in(folder, "ada"))
    handed_in(folder, "ada", received="2030-01-01T00:00:00+00:00")
    (record,) = records.all_of(folder, NAME, "ada")
    assert record.submission.received == "2030-01-01T00:00:00+00:00"
    (folder.collected(NAME, "ada") / "1" / "submission.json").unlink()
    (folder.collected(NAME, "ada") / "1").rmdir()
    (record,) = records.all_of(folder, NAME, "ada")
    assert record.submission.received == "2030-01-31T12:00:00+00:00"


def test_who_is_not_in_the_roster_is_not_forgotten(folder):
    graded(folder, handed_in(folder, "ada"))
    handed_in(folder, "ben")
    (folder.collected(NAME) / "_unknown").mkdir()
    assert records.strangers(folder, NAME, ["zoe"]) == ["ada", "ben"]
    assert records.strangers(folder, NAME, ["ada", "ben"]) == []
    assert records.ungraded(folder, NAME, ["ada", "ben", "zoe"]) == ["ben"]
