from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from course_utils.classroom.intake import attempts
from course_utils.classroom.submission import FILE_NAME, Cell, Submission

RAW = Submission("ada", "small", 0, "2026-01-02T03:04:05+00:00", "d1", (Cell("a", "1", "release"),))


def test_attempts_are_numbered_and_whole(tmp_path):
    stored, place = attempts.store(tmp_path, RAW, b"notebook", {"classifier.pt": b"weights"})
    assert place == tmp_path / "1"
    assert stored.attempt == 1
    assert Submission.read(place / FILE_NAME) == stored
    assert stored.files["classifier.pt"].read_bytes() == b"weights"
    assert (place / attempts.RECEIVED).read_bytes() == b"notebook"
    assert attempts.store(tmp_path, RAW, b"", {})[1] == tmp_path / "2"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_tenth_attempt_comes_after_the_ninth(tmp_path):
    for _ in range(10):
        attempts.store(tmp_path, RAW, b"", {})
    assert [path.name for path in attempts.attempts(tmp_path)] == [str(number) for number in range(1, 11)]


def test_an_attempt_is_known_by_its_digest(tmp_path):
    _, place = attempts.store(tmp_path, RAW, b"", {})
    assert attempts.known(tmp_path, "d1") == place
    assert attempts.known(tmp_path, "d2") is None
    (place / FILE_NAME).write_text("damaged")
    assert attempts.known(tmp_path, "d1") is None
    assert attempts.known(tmp_path / "nobody", "d1") is None


def test_only_a_time_that_is_said_changes_when_an_attempt_arrived(tmp_path):
    stored, place = attempts.store(tmp_path, RAW, b"", {"a.pt": b"a"})
    assert attempts.arrived(place, None) == stored
    earlier = datetime.fromisoformat("2025-12-31T12:00:00+02:00")
    assert attempts.arrived(place, earlier).received == "2025-12-31T10:00:00+00:00"
    assert Submission.read(place / FILE_NAME) == replace(stored, received="2025-12-31T10:00:00+00:00")


def test_nothing_is_left_of_an_attempt_that_could_not_be_written(tmp_path, monkeypatch):
    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        attempts.store(tmp_path, RAW, b"", {})
    assert list(tmp_path.iterdir()) == []
