from datetime import UTC, datetime

import pytest

from course_utils.classroom.intake import folder_source
from course_utils.classroom.intake.claims import Claim, Found
from course_utils.classroom.intake.collecting import release_cells
from course_utils.classroom.intake.folder_source import FolderSource
from course_utils.classroom.intake.handed import Handed
from course_utils.classroom.intake.outcomes import Refused, Taken
from course_utils.classroom.intake.people import People
from course_utils.classroom.intake.taking import MOST_REMARKS, UNKNOWN, Intake, keep, take
from course_utils.classroom.submission import FILE_NAME, Submission
from tests.classroom.handing_in import (
    NAME,
    ROSTER,
    answered,
    answered_cells,
    assignment,
    notebook,
    write,
)

RECEIVED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def intake(folder, received=RECEIVED, roster=ROSTER, **options):
    made = assignment(folder, **options)
    source = FolderSource(folder / "in")
    return Intake(made, release_cells(made.release), source, People(roster), received)


def handed(folder, files, **facts):
    """Write the files of Ada's submission and return it."""
    for name, content in files.items():
        write(folder / "in" / "ada" / name, content)
    found = [Found(tuple(name.split("/")), ("ada", *name.split("/"))) for name in files]
    return Handed("ada", found, **facts)


def test_a_submission_is_stored(tmp_path):
    outcome = take(intake(tmp_path), handed(tmp_path, {f"{NAME}.ipynb": answered()}))
    assert isinstance(outcome, Taken)
    assert outcome.new
    assert outcome.folder == tmp_path / "collected" / NAME / "ada" / "1"
    assert Submission.read(outcome.folder / FILE_NAME) == outcome.submission
    assert outcome.submission.received == "2026-01-02T03:04:05+00:00"
    assert outcome.submission.written == {"why": "Because."}
    assert outcome.submission.remarks == ()


def test_the_same_again_is_no_new_attempt_but_a_change_is(tmp_path):
    run = intake(tmp_path, files={"classifier.pt": 100})
    first = take(run, handed(tmp_path, {f"{NAME}.ipynb": answered(), "classifier.pt": b"1"}))
    again = take(run, handed(tmp_path, {f"{NAME}.ipynb": answered(), "classifier.pt": b"1"}))
    other = take(run, handed(tmp_path, {f"{NAME}.ipynb": answered(), "classifier.pt": b"2"}))
    assert (again.new, again.submission, again.folder) == (False, first.submission, first.folder)
    assert (other.new, other.submission.attempt) == (True, 2)


def test_only_wanted_files_come_along(tmp_path):
    run = intake(tmp_path, files={"classifier.pt": 3, "large.pt": 3, "missing.pt": 3})
    files = {f"{NAME}.ipynb": answered(), "x/classifier.pt": b"123", "large.pt": b"1234", "evil.py": b"1"}
    outcome = take(run, handed(tmp_path, files))
    assert sorted(path.name for path in outcome.folder.iterdir()) == [
        "classifier.pt",
        "received.ipynb",
        FILE_NAME,
    ]
    assert outcome.submission.files["classifier.pt"].read_bytes() == b"123"
    assert outcome.submission.remarks == (
        "large.pt is not taken. It has more than 3 bytes.",
        "missing.pt is not taken. There is no such file.",
    )


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "There is no notebook."),
        ({f"{NAME}.ipynb": b"{"}, "not JSON"),
        ({f"{NAME}.ipynb": notebook([])}, "none of its cells comes from the release"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_all_that_was_odd(tmp_path, files, sentence):
    outcome = take(intake(tmp_path), handed(tmp_path, files, odd=["'x' is a symbolic link."]))
    assert isinstance(outcome, Refused)
    assert outcome.student == "ada"
    assert sentence in outcome.sentence
    assert outcome.sentence.endswith("'x' is a symbolic link.")
    assert not (tmp_path / "collected").exists()


def test_all_remarks_come_together_up_to_a_number(tmp_path):
    cells = answered_cells(why="") + [{"cell_type": "heading"}] * 50
    outcome = take(intake(tmp_path), handed(tmp_path, {"renamed.ipynb": notebook(cells)}, odd=["Odd."]))
    remarks = outcome.submission.remarks
    assert remarks[0] == "Odd."
    assert "renamed.ipynb" in remarks[1]
    assert "is left out" in remarks[2]
    assert len(remarks) == MOST_REMARKS + 1
    assert remarks[-1] == f"There are {53 - MOST_REMARKS} more remarks like these."


def test_in_an_exchange_the_last_change_is_the_arrival(tmp_path):
    run = intake(tmp_path, received=None)
    submission = handed(tmp_path, {f"{NAME}.ipynb": answered()}, arrived=10.0)
    changed = (tmp_path / "in" / "ada" / f"{NAME}.ipynb").stat().st_ctime
    outcome = take(run, submission)
    assert outcome.submission.received == datetime.fromtimestamp(changed, UTC).isoformat(timespec="seconds")


def test_without_a_time_it_has_arrived_now(tmp_path):
    before = datetime.now(UTC).replace(microsecond=0)
    outcome = take(intake(tmp_path, received=None), handed(tmp_path, {f"{NAME}.ipynb": answered()}))
    assert before <= datetime.fromisoformat(outcome.submission.received) <= datetime.now(UTC)


def test_in_an_exchange_nobody_hands_in_under_the_name_of_another(tmp_path, monkeypatch):
    files, run = {f"{NAME}.ipynb": answered()}, intake(tmp_path)
    monkeypatch.setattr(folder_source, "_user", lambda _: "grace")
    outcome = take(run, handed(tmp_path, files, arrived=10.0))
    assert outcome == Refused("ada", "It was handed in by the user 'grace', under the name of another.")
    assert isinstance(take(run, handed(tmp_path, files)), Taken)
    for owner in ("ada", "teacher", ""):
        monkeypatch.setattr(folder_source, "_user", lambda _, owner=owner: owner)
        assert isinstance(take(run, handed(tmp_path, files, arrived=10.0)), Taken)


def test_what_nobody_known_has_handed_in_is_kept(tmp_path):
    write(tmp_path / "in" / "Bob ../Miller" / "x.ipynb", b"any bytes")
    claim = Claim("Bob ../Miller", False, [Found(("x.ipynb",), ("Bob ..", "Miller", "x.ipynb"))])
    outcome = keep(intake(tmp_path), claim)
    assert outcome.sentence == "'Bob ../Miller' means nobody in the roster."
    assert outcome.kept.parent == tmp_path / "collected" / NAME / UNKNOWN
    assert outcome.kept.name.startswith("Bob-Miller-")
    assert outcome.kept.read_bytes() == b"any bytes"


def test_where_there_is_nothing_to_keep_the_sentence_says_so(tmp_path):
    outcome = keep(intake(tmp_path), Claim("b\x1bb\udcff", False))
    why = "'b\\x1bb\\udcff' means nobody in the roster. There is no notebook to keep."
    assert outcome == Refused("b\\x1bb\\udcff", why)
