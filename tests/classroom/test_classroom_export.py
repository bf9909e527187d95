"""Marks as tables: what nbgrader, Canvas and Moodle take, without formulas, empty where there is no mark."""

import csv

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom.export import export, neutral
from course_utils.classroom.gradebook import write_marks
from course_utils.classroom.nbgrader_library import open_gradebook
from tests.classroom.tiny_class import NAME, graded, handed_in, set_up


@pytest.fixture
def marked(folder):
    """Full marks for ada, who waits for a mark by hand; some for ben and mal; zoe has handed in nothing."""
    unanswered = "YOUR ANSWER HERE"
    graded(folder, handed_in(folder, "ada"))
    graded(folder, handed_in(folder, "ben", written=unanswered), (2.0, 0.0, 0.0, 1.0))
    graded(folder, handed_in(folder, "mal", written=unanswered), (0.0, 0.0, 0.0, 0.0), rung="trusted")
    write_marks(folder, NAME)
    return folder


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row[next(key for key in row if key in ("student_id", "SIS User ID", "ID number"))]: row
            for row in csv.DictReader(file)
        }


def finish(folder):
    with open_gradebook(folder, "marking") as book:
        grade = book.find_grade("why-rows", NAME, NAME, "ada")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        book.db.commit()


def test_missing_marks_by_hand_are_refused_unless_they_may_stay_empty(marked):
    with pytest.raises(ValueError, match=r"still waits for marks by hand \(ada\); .* say --incomplete"):
        export(marked, NAME, "csv")
    assert not list(marked.exports.iterdir())
    written = export(marked, NAME, "csv", incomplete=True)
    assert rows(written.path)["ada"]["score"] == ""
    assert "waiting for a mark by hand, and an empty field: ada" in written.sentences


def test_what_is_not_graded_yet_is_refused_unless_it_may_stay_empty(marked):
    finish(marked)
    handed_in(marked, "ben", attempt=2, digest="second")
    with pytest.raises(ValueError, match=r"is not graded yet for ben; run `course class grade"):
        export(marked, NAME, "csv")
    written = export(marked, NAME, "csv", incomplete=True)
    assert "not graded yet, and an empty field: ben" in written.sentences
    assert rows(written.path)["ben"]["score"] == ""


def test_marks_that_are_not_in_the_gradebook_as_they_are_now_are_refused(marked):
    finish(marked)
    handed_in(marked, "ben", written="YOUR ANSWER HERE", received="2030-01-01T00:00:00+00:00")
    with pytest.raises(ValueError, match="is not graded yet for ben"):
        export(marked, NAME, "csv")
    assert write_marks(marked, NAME) == 1
    assert rows(export(marked, NAME, "csv").path)["ben"]["timestamp"] == "2030-01-01T00:00:00+00:00"
    marked.gradebook.unlink()
    with pytest.raises(ValueError, match="holds no tiny_assignment; put the newest copy from"):
        export(marked, NAME, "csv")


def test_who_is_not_in_the_roster_is_named(marked):
    finish(marked)
    roster = marked.path / "roster.csv"
    roster.write_text(roster.read_text(encoding="utf-8").replace("ben,", "benjamin,"), encoding="utf-8")
    assert "handed in, but not in the roster and so left out: ben" in export(marked, NAME, "csv").sentences


def test_nbgraders_columns_with_an_empty_mark_for_the_absent(marked):
    finish(marked)
    written = export(marked, NAME, "csv")
    assert written.path == marked.exports / f"{NAME}-csv.csv"
    assert written.sentences == ("no marks, and an empty field: zoe", "graded without a sandbox: mal")
    table = rows(written.path)
    assert list(table) == ["ada", "ben", "mal", "zoe"]
    assert (table["ada"]["score"], table["ada"]["max_score"]) == ("8.00", "8.00")
    assert (table["mal"]["score"], table["mal"]["remark"][:24]) == ("0.00", "Graded without a sandbox")
    assert (table["zoe"]["score"], table["zoe"]["raw_score"], table["zoe"]["timestamp"]) == ("", "", "")
    assert table["ben"]["timestamp"] == "2030-01-31T12:00:00+00:00"


def test_the_head_is_nbgraders_own_but_for_the_remark(marked, tmp_path):
    from nbgrader.plugins import CsvExportPlugin

    with open_gradebook(marked, "exporting") as book:
        CsvExportPlugin(to=str(tmp_path / "own.csv")).export(book)
    finish(marked)
    ours = export(marked, NAME, "csv").path.read_text(encoding="utf-8").splitlines()[0]
    assert ours == (tmp_path / "own.csv").read_text(encoding="utf-8").splitlines()[0] + ",remark"


def test_canvas_takes_its_own_columns_and_no_others(marked):
    finish(marked)
    set_up(marked, f'[assignments.{NAME}]\nlms_id = "4711"')
    lines = export(marked, NAME, "canvas").path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"Student,ID,SIS User ID,SIS Login ID,Section,{NAME} (4711)"
    assert lines[1] == "    Points Possible,,,,,8.00"
    assert lines[3] == '"Half, Ben",102,ben,ben@example.org,,3.00'
    assert lines[4] == '"\'=1+1, Mallory",103,mal,mal@example.org,,0.00'
    assert lines[5] == '"Absent, Zoë",104,zoe,zoe@example.org,,'


def test_moodle_finds_participants_and_reads_why_points_are_gone(marked):
    finish(marked)
    set_up(marked, f'[late]\npolicy = "zero"\n[assignments.{NAME}]\ndeadline = 2030-01-31T10:00:00Z')
    table = rows(export(marked, NAME, "moodle").path)
    assert table["ben"]["Identifier"] == "Participant 102"
    assert (table["ben"]["Grade"], table["ben"]["Maximum Grade"]) == ("0.00", "8.00")
    assert (
        table["ben"]["Feedback comments"] == "3.00 points were taken off because it came after the deadline."
    )
    assert table["mal"]["Feedback comments"] == "Graded without a sandbox: the teacher trusts the files."
    assert (table["zoe"]["Grade"], table["zoe"]["Full name"]) == ("", "Zoë Absent")
    assert {"Identifier", "Grade", "Last modified (grade)"} <= table["ben"].keys()  # or Moodle takes no row


def test_the_file_may_lie_elsewhere(marked, tmp_path):
    assert export(marked, NAME, "csv", tmp_path / "marks.csv", incomplete=True).path == tmp_path / "marks.csv"
    assert "ada" in rows(tmp_path / "marks.csv")
    with pytest.raises(ValueError, match="--output is .*, in a folder that is not there"):
        export(marked, NAME, "csv", tmp_path / "no" / "marks.csv", incomplete=True)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\x00=1", "＝1"]
)
def test_no_text_is_a_formula(text):
    assert neutral(text).startswith("'")
    assert neutral(text).isprintable()


def test_ordinary_names_stay_as_they_are():
    assert [neutral(name) for name in ("Zoë Ng-Smith", "O'Neil", "")] == ["Zoë Ng-Smith", "O'Neil", ""]
