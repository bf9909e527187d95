"""The page for a student: lost points have reasons, nothing of a stranger acts, nothing hidden is on it."""

import base64
from datetime import UTC, datetime

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from bs4 import BeautifulSoup

from course_utils.classroom import records
from course_utils.classroom.feedback import page, write_feedback
from course_utils.classroom.gradebook import CellMark, Marks, write_marks
from course_utils.classroom.roster import Student
from course_utils.classroom.verdict import Verdict
from course_utils.notebook_form import read_notebook
from tests.classroom.tiny_class import NAME, SOURCE, graded, handed_in, judged, with_remarks

HOSTILE = "</code></pre><script>alert(1)</script>\x1b[2J\u202e<img src=x onerror=alert(2)>" + "A" * 1_000_000


@pytest.fixture
def render(folder):
    """Return a function that makes ada's page."""

    def soup(attempt=None, verdict=None, marks=None, student=None):
        attempt = attempt or handed_in(folder, "ada")
        verdict = verdict or judged(attempt)
        release = read_notebook(folder.release_notebook(NAME))
        record = records.Record("", attempt, verdict)
        text = page(release, record, marks or some_marks(), student or Student("ada", "Ada", "Lovelace"))
        return BeautifulSoup(text, "html.parser")

    return soup


def some_marks(written=None, **other):
    cells = {
        "row-sums-checks": CellMark(2.0, 3.0, False, False),
        "centred-rows-checks": CellMark(3.0, 3.0, False, False),
        "why-rows": written or CellMark(0.0, 2.0, False, True),
    }
    return Marks(5.0, 8.0, received=datetime(2030, 1, 31, 12, tzinfo=UTC), cells=cells, **other)


def said(soup):
    return " ".join(soup.get_text(" ").split())


def test_marks_and_reasons_are_there(render, folder):
    attempt = handed_in(folder, "ben")
    text = said(
        render(attempt, judged(attempt, (2.0, 0.0, 2.0, 1.0), "The shape is (2,). Sum the last one."))
    )
    assert "5 of 8 points" in text
    assert "any number of leading dimensions 0 of 1 The shape is (2,). Sum the last one." in text
    assert "one number for each row 2 of 2 Right." in text
    assert "Attempt 1, received on 31 January 2030, 12:00 UTC" in text
    assert "A tiny assignment" in text
    assert "def row_sums(x): return x.sum(-1)" in text


def test_what_stands_between_backticks_is_code_and_still_escaped(render, folder):
    attempt = handed_in(folder, "ben")
    reason = "It changes `state` and `<b>x</b>` in place. One ` alone stays."
    page = render(attempt, judged(attempt, (2.0, 0.0, 2.0, 1.0), reason))
    assert [code.string for code in page.select("td code")] == ["state", "<b>x</b>"]
    assert not page.find("b")
    assert "One ` alone stays." in said(page)


def test_a_missing_written_answer_is_said_to_be_missing(render, folder):
    assert "There is no answer." in said(render(handed_in(folder, "ada", written="")))
    assert "There is no answer." not in said(render())


def test_a_mark_by_hand_and_its_comment_are_there(render):
    waiting = said(render())
    assert "not marked yet" in waiting
    assert "this is not the final mark" in waiting
    marks = some_marks(
        CellMark(1.5, 2.0, True, False), comments={"why-rows": "Well said.", "row-sums": "Neat."}
    )
    text = said(render(marks=marks))
    assert "In words 1.5 of 2 points Comment Well said. Your answer It counts the ones." in text
    assert "Comment Neat." in text
    assert "not the final mark" not in text


def test_lateness_remarks_stopped_cells_and_trust_are_said(render, folder):
    attempt = with_remarks(handed_in(folder, "ben", extras=["1 / 0"]), "Cell 'x' came twice.")
    verdict = judged(
        attempt, stopped=[("extra-1", "ZeroDivisionError"), ("row-sums", "NameError: y")], rung="trusted"
    )
    text = said(render(attempt, verdict, some_marks(penalty=1.25)))
    assert "3.75 of 8 points" in text
    assert "You reached 5 points; 1.25 were taken off because the submission came after the deadline." in text
    assert "Cell 'x' came twice." in text
    assert "extra-1 : ZeroDivisionError" in text
    assert "Your cell did not run to its end: NameError: y" in text
    assert "run without a sandbox" in text


def test_nothing_of_a_stranger_acts(render, folder):
    attempt = handed_in(folder, "mal", {"row-sums": HOSTILE}, HOSTILE, [HOSTILE])
    verdict = judged(attempt, (0.0, 0.0, 0.0, 0.0), HOSTILE, stopped=[(HOSTILE, HOSTILE)])
    soup = render(with_remarks(attempt, HOSTILE), verdict, student=Student("mal", HOSTILE))
    assert not soup.find_all(["script", "img", "iframe", "link", "object", "a", "form"])
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    text = str(soup)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text) < 60_000
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


def test_nothing_hidden_is_on_the_page(folder):
    attempt = handed_in(folder, "ada", {})
    reply = base64.b64encode(b"the hidden input").decode()
    lost = judged(attempt, (0.0, 0.0, 0.0, 0.0), "Not attempted.")
    marks = tuple(
        type(mark)(mark.question, mark.parts, ({"request": reply},), ("a flag",)) for mark in lost.marks
    )
    verdict = Verdict(**vars(lost) | {"marks": marks, "flags": ("look at this one",)})
    records.append(folder, records.Record("", attempt, verdict))
    write_marks(folder, NAME)
    assert write_feedback(folder, NAME) == ["ada"]
    text = folder.feedback(NAME, "ada").read_text(encoding="utf-8")
    assert not [
        secret for secret in (reply, "a flag", "look at this one", folder.key().hex()) if secret in text
    ]
    hidden = (SOURCE / "hidden_checks.py").read_text(encoding="utf-8").splitlines()
    hidden += [
        line for path in SOURCE.rglob("answers/*/*.py") for line in path.read_text("utf-8").splitlines()
    ]
    bodies = [line.strip() for line in hidden if line.startswith("    ") and len(line.strip()) > 8]
    assert not [line for line in bodies if line in text]


def test_the_page_can_be_read_aloud(render):
    soup = render()
    assert soup.html["lang"] == "en"
    assert [heading.name for heading in soup.find_all(["h1", "h2", "h3"])][:2] == ["h1", "h2"]
    assert all(table.caption and table.find_all("th", scope="col") for table in soup.find_all("table"))
    assert all(soup.find(id=section["aria-labelledby"]) for section in soup.find_all("section"))


def test_pages_are_written_for_those_with_marks(folder):
    graded(folder, handed_in(folder, "ada"))
    write_marks(folder, NAME)
    graded(folder, handed_in(folder, "ben"))
    assert write_feedback(folder, NAME) == ["ada"]
    assert [path.name for path in (folder.path / "feedback").iterdir()] == ["ada"]
