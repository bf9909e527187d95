from pathlib import Path

import pytest

from course_utils.classroom.submission import FILE_NAME, Cell, Submission

SUBMISSION = Submission(
    student="ada",
    assignment="small",
    attempt=2,
    received="2026-01-02T03:04:05+00:00",
    digest="ab" * 32,
    cells=(Cell("twice", "def twice(x):\n    return 'ü'", "solution"), Cell("extra-1", "1", "extra")),
    written={"why": "Because."},
    files={"classifier.pt": Path("here/classifier.pt")},
    remarks=("Cell 'x' is empty.",),
)


def test_what_is_stored_comes_back():
    assert Submission.from_json(SUBMISSION.to_json(), Path("here")) == SUBMISSION


def test_the_files_are_those_beside_the_stored_text(tmp_path):
    path = tmp_path / FILE_NAME
    path.write_text(SUBMISSION.to_json(), encoding="utf-8")
    assert Submission.read(path).files == {"classifier.pt": tmp_path / "classifier.pt"}
    assert "here" not in SUBMISSION.to_json()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", SUBMISSION.to_json().replace('"extra"', '"hidden"'), SUBMISSION.to_json()[:-9]],
)
def test_other_text_is_no_submission(text):
    with pytest.raises(ValueError, match="no stored submission"):
        Submission.from_json(text)
