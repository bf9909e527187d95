"""Many attempts at once: each has a result on disk or a sentence, and one failure ends nothing."""

from types import SimpleNamespace

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom import batch, records
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.sandbox.nursery import SandboxFailed
from tests.classroom.tiny_class import NAME, handed_in, judged, set_up


@pytest.fixture
def slots(monkeypatch):
    """Stand in for the places where submissions run; remember them."""
    made = []

    def slot(rung, limits, number, data, fresh):
        made.append(SimpleNamespace(rung=rung, limits=limits, number=number, fresh=fresh, closed=False))
        made[-1].close = lambda place=made[-1]: setattr(place, "closed", True)
        return made[-1]

    monkeypatch.setattr(batch, "Slot", slot)
    return made


@pytest.fixture
def grading(monkeypatch):
    """Stand in for the grading of one attempt; ben's sandbox fails."""
    keys = []

    def grade(submission, questions, key, slot):
        keys.append(key)
        if submission.student == "ben":
            raise SandboxFailed("the sandbox does not start")
        return judged(submission)

    monkeypatch.setattr(batch, "grade_submission", grade)
    return keys


def grade_all(folder, students, **options):
    attempts = [handed_in(folder, student) for student in students]
    return list(batch.grade_batch(folder, attempts, folder.questions(NAME), "rung", workers=2, **options))


def test_each_attempt_has_a_result_or_a_sentence(folder, slots, grading):
    outcomes = {outcome.submission.student: outcome for outcome in grade_all(folder, ["ada", "ben", "mal"])}
    assert outcomes["ben"].sentence == "the sandbox does not start"
    assert outcomes["ben"].record is None
    assert list(records.counting(folder, NAME, folder.roster())) == ["ada", "mal"]
    assert records.counting(folder, NAME, ["ada"])["ada"] == outcomes["ada"].record
    assert set(grading) == {folder.key()}


def test_every_worker_has_its_place_and_all_are_closed(folder, slots, grading):
    set_up(folder, "[limits]\ncell_seconds = 7")
    grade_all(folder, ["ada"], fresh=True)
    assert [place.number for place in slots] == [0, 1]
    assert all(place.closed and place.fresh and place.limits.cell_seconds == 7 for place in slots)


def test_an_interruption_keeps_what_is_finished(folder, slots, grading):
    attempts = [handed_in(folder, student) for student in ("ada", "mal", "zoe")]
    going = batch.grade_batch(folder, attempts, folder.questions(NAME), "rung", workers=1)
    first = next(going)
    going.close()
    assert all(place.closed for place in slots)
    assert first.record in records.counting(folder, NAME, folder.roster()).values()
    left = [attempt for id in folder.roster() for attempt in records.to_grade(folder, NAME, id)]
    assert first.submission not in left


def test_a_full_disk_is_a_sentence_and_no_mark(folder, slots, grading, monkeypatch):
    def fail(*arguments):
        raise OSError("no space left on device")

    monkeypatch.setattr(records, "append", fail)
    (outcome,) = grade_all(folder, ["ada"])
    assert (outcome.sentence, outcome.record) == ("no space left on device", None)


def test_limits_are_the_defaults_but_for_what_the_class_sets(folder):
    assert batch.limits(folder) == Limits()
    set_up(folder, "[limits]\nmemory = 1_000_000_000")
    assert batch.limits(folder) == Limits(memory=1_000_000_000)
    for text in ("colour = 3", "memory = 3", 'memory = "much"'):
        set_up(folder, f"[limits]\n{text}")
        with pytest.raises(ValueError, match=r"class.toml: \[limits\] does not fit"):
            batch.limits(folder)


def test_without_a_sandbox_files_must_be_trusted(monkeypatch):
    monkeypatch.setattr(batch, "best_rung", lambda: SimpleNamespace(name="trusted"))
    with pytest.raises(RuntimeError, match=r"has no working sandbox .* say --trust-files if you trust"):
        batch.choose_rung(trust_files=False)
    assert batch.choose_rung(trust_files=True).name == "trusted"
    monkeypatch.setattr(batch, "best_rung", lambda: SimpleNamespace(name="landlock"))
    assert batch.choose_rung(trust_files=True).name == batch.choose_rung(trust_files=False).name == "landlock"
