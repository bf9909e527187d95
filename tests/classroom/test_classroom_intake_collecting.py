import os
import sys
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_utils.classroom.intake import collecting
from course_utils.classroom.intake.collecting import Refused, Taken, collect
from tests.classroom.handing_in import (
    ANSWER,
    NAME,
    ROSTER,
    answered,
    assignment,
    cell,
    notebook,
    packed,
    release_cells,
    write,
)

BOOK = f"{NAME}.ipynb"


def outcomes(folder, source=None, **options):
    made = assignment(folder, files={"classifier.pt": 1_000})
    return collect(made, source or folder / "in", ROSTER, **options)


def by_student(folder, source=None):
    taken = (one.submission for one in outcomes(folder, source) if isinstance(one, Taken))
    return {submission.student: submission for submission in taken}


def assert_both_are_taken(submissions):
    assert sorted(submissions) == ["ada", "grace"]
    for submission in submissions.values():
        assert ANSWER in [one.source for one in submission.cells]
        assert submission.written == {"why": "Because."}


LAYOUTS = {
    "folders": f"{{id}}/{BOOK}",
    "nbgrader": f"submitted/{{id}}/{NAME}/{BOOK}",
    "renamed": "{id}/homework final.ipynb",
    "flat": "{id}.ipynb",
    "e-mail": "{id}@example.org/x.ipynb",
    "moodle": f"{{first}} {{last}}_77{{lms}}_assignsubmission_file_/{BOOK}",
    "moodle-flat": f"{{first}} {{last}}_77{{lms}}_assignsubmission_file_{BOOK}",
    "canvas": f"{{flat}}_{{lms}}_4711_{NAME}-1.ipynb",
    "canvas-late": f"submissions/{{flat}}_LATE_{{lms}}_4711_{BOOK}",
}


def paths(layout):
    for student in ROSTER[:2]:
        first, last = student.first_name, student.last_name
        facts = {"id": student.id, "lms": student.lms_id, "flat": f"{last}{first}".lower()}
        yield LAYOUTS[layout].format(first=first, last=last, **facts)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_taken_from_a_folder(tmp_path, layout):
    for path in paths(layout):
        write(tmp_path / "in" / path, answered())
    assert_both_are_taken(by_student(tmp_path))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_taken_from_an_archive(tmp_path, layout):
    source = write(tmp_path / "in.zip", packed({path: answered() for path in paths(layout)}))
    assert_both_are_taken(by_student(tmp_path, source))


def test_canvas_files_of_a_student_come_together(tmp_path):
    files = {"lovelaceada_101_1_small.ipynb": answered(), "lovelaceada_101_2_classifier-2.pt": b"weights"}
    submission = by_student(tmp_path, write(tmp_path / "in.zip", packed(files)))["ada"]
    assert submission.files["classifier.pt"].read_bytes() == b"weights"
    assert submission.remarks == ()


def test_attempts_of_an_exchange_are_numbered_by_arrival_and_not_by_what_the_student_writes(tmp_path):
    first = tmp_path / "in" / "inbound" / f"ada+{NAME}+2099-01-01 00:00:00 UTC+x"
    second = tmp_path / "in" / "inbound" / f"ada+{NAME}+2000-01-01 00:00:00 UTC+x"
    for folder, answer in ((first, "first"), (second, "second")):
        write(folder / BOOK, answered(answer=answer))
        write(folder / "timestamp.txt", b"1999-01-01 00:00:00 UTC")
        os.utime(folder, (0, 0))
        time.sleep(0.05)  # more than the clock of a file system needs to see a difference
    taken = outcomes(tmp_path)
    sources = {one.submission.attempt: one.submission.cells[1].source for one in taken}
    assert sources == {1: "first", 2: "second"}
    for one in taken:
        assert datetime.fromisoformat(one.submission.received).year > 2020


def test_collecting_twice_changes_nothing(tmp_path):
    write(tmp_path / "in" / "ada" / BOOK, answered())
    (first,) = outcomes(tmp_path)
    (again,) = outcomes(tmp_path)
    assert (first.new, again.new) == (True, False)
    assert again.submission == first.submission
    write(tmp_path / "in" / "ada" / BOOK, answered(answer="x = 1"))
    assert outcomes(tmp_path)[0].submission.attempt == 2


def test_a_time_that_is_given_counts_and_is_kept_in_utc(tmp_path):
    write(tmp_path / "in" / "ada" / BOOK, answered())
    (one,) = outcomes(tmp_path, received=datetime.fromisoformat("2026-01-02T03:04:05+02:00"))
    assert one.submission.received == "2026-01-02T01:04:05+00:00"


def test_a_time_that_is_given_later_corrects_what_is_known_already(tmp_path):
    write(tmp_path / "in" / "ada" / BOOK, answered())
    outcomes(tmp_path)
    (again,) = outcomes(tmp_path, received=datetime(2026, 1, 2, tzinfo=UTC))
    assert (again.new, again.submission.attempt) == (False, 1)
    assert again.submission.received == "2026-01-02T00:00:00+00:00"
    assert outcomes(tmp_path)[0].submission == again.submission


def test_a_name_of_two_students_is_said_to_be_one_of_several(tmp_path):
    made, path = assignment(tmp_path), f"Ada Lovelace_77_assignsubmission_file_/{BOOK}"
    twin = ROSTER[0]._replace(id="ada2", lms_id="999", email="ada2@example.org")
    source = write(tmp_path / "in.zip", packed({path: answered()}))
    (one,) = collect(made, source, [*ROSTER, twin])
    assert one.sentence.startswith("'Ada Lovelace' is the name of several students: rename it to the id")


def test_nobody_stops_the_batch(tmp_path):
    submissions = tmp_path / "in"
    write(submissions / "ada" / BOOK, b"\x00\xff" * 1_000)
    write(submissions / "bob" / BOOK, answered())
    write(submissions / "grace" / BOOK, answered())
    write(submissions / "zoe" / "notes.txt", b"sorry")
    found = {getattr(one, "student", "grace"): one for one in outcomes(tmp_path)}
    assert "not UTF-8" in found["ada"].sentence
    assert found["bob"].sentence == "'bob' means nobody in the roster."
    assert found["bob"].kept.read_bytes() == answered()
    assert isinstance(found["grace"], Taken)
    assert found["zoe"].sentence == "There is no notebook."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no links for all")
def test_no_byte_outside_the_source_is_taken(tmp_path):
    secret = write(tmp_path / "secret.ipynb", answered(why="the secret"))
    (tmp_path / "in" / "ada").mkdir(parents=True)
    (tmp_path / "in" / "ada" / BOOK).symlink_to(secret)
    (tmp_path / "in" / "grace").symlink_to(tmp_path)
    write(tmp_path / "in" / "zoe" / BOOK, answered())
    found = outcomes(tmp_path)
    assert [type(one) for one in found] == [Refused, Refused, Taken]
    assert found[0].sentence == "There is no notebook. 'small.ipynb' is a symbolic link and is not taken."
    assert "secret" not in "".join(path.read_text() for path in (tmp_path / "collected").rglob("*.*"))


def test_nothing_is_written_outside_of_the_folder_for_it(tmp_path):
    names = ["../evil.ipynb", "/tmp/evil.ipynb", "ada/../../evil.ipynb", "a\\..\\evil.ipynb", f"grace/{BOOK}"]
    source = write(tmp_path / "in.zip", packed({name: answered() for name in names}))
    before = set(tmp_path.rglob("*"))
    found = outcomes(tmp_path, source)
    assert [type(one) for one in found] == [Taken, *[Refused] * 4]
    new = set(tmp_path.rglob("*")) - before
    assert {path.relative_to(tmp_path).parts[0] for path in new} == {"collected", "release"}
    assert not (Path("/tmp") / "evil.ipynb").exists()


def test_a_source_that_is_no_archive_is_one_refusal(tmp_path):
    source = write(tmp_path / "in.zip", b"nothing")
    assert outcomes(tmp_path, source) == [
        Refused("", "in.zip: It is no zip archive, or a damaged one; wanted is a folder or a zip.")
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [(None, "cannot be read"), ([cell("", "1")], "id of its own"), ([cell("a", "1")] * 2, "id of its own")],
)
def test_a_release_that_is_none_is_an_error_of_the_teachers(tmp_path, cells, sentence):
    made = assignment(tmp_path)
    made.release.unlink()
    if cells:
        write(made.release, notebook(cells))
    with pytest.raises(ValueError, match=sentence):
        collect(made, tmp_path, ROSTER)


@pytest.mark.parametrize("name", ["submission.json", "received.ipynb", "a/b.pt", "..", ".hidden", ""])
def test_other_arguments_are_checked_too(tmp_path, name):
    with pytest.raises(ValueError, match="source is .*, which is not there"):
        outcomes(tmp_path, tmp_path / "nothing")
    with pytest.raises(ValueError, match="received is .*, without a time zone"):
        outcomes(tmp_path, tmp_path, received=datetime(2026, 1, 2))
    with pytest.raises(ValueError, match="wanted is a plain name"):
        collect(assignment(tmp_path, files={name: 1}), tmp_path, ROSTER, received=datetime.now(UTC))


def test_the_release_is_read_as_it_stands(tmp_path):
    assert [one.id for one in collecting.release_cells(assignment(tmp_path).release)] == [
        one["id"] for one in release_cells()
    ]


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
FEW = settings(max_examples=8, suppress_health_check=SLOW)
PLACES = st.integers(0, 10_000)
CHANGES = st.lists(st.tuples(PLACES, st.binary(max_size=4)), min_size=1, max_size=4)


def changed(content, changes):
    for place, new in changes:
        place %= len(content)
        content = content[:place] + new + content[place + len(new) :]
    return content


@FEW
@given(CHANGES)
def test_any_damaged_submission_gives_an_outcome(tmp_path, changes):
    write(tmp_path / "in" / "ada" / BOOK, changed(answered(), changes))
    write(tmp_path / "in" / "grace" / BOOK, answered())
    first, second = outcomes(tmp_path)
    assert isinstance(first, Taken | Refused)
    assert second.submission.student == "grace"


@FEW
@given(CHANGES | st.binary(max_size=100).map(lambda content: [(0, content * 100)]))
def test_any_damaged_archive_gives_outcomes(tmp_path, changes):
    whole = packed({f"ada/{BOOK}": answered(), f"grace/{BOOK}": answered()})
    source = write(tmp_path / "in.zip", changed(whole, changes))
    with warnings.catch_warnings(action="ignore"):
        found = outcomes(tmp_path, source)
    assert all(isinstance(one, Taken | Refused) for one in found)
