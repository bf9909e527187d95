"""The notebook for the formgrader: the release's cells, the student's sources, our marks; nothing acts."""

import re

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from nbconvert import HTMLExporter
from nbgrader.utils import compute_checksum, determine_grade

from course_utils.classroom.autograded import autograded_notebook
from course_utils.classroom.records import Record
from course_utils.notebook_form import read_notebook
from tests.classroom.tiny_class import NAME, handed_in, judged

HOSTILE = "<script>alert(1)</script>\n~~~~\n<img src=x onerror=alert(2)> \u202e [x](javascript:alert(3))"


@pytest.fixture
def build(folder):
    def notebook(reached=(2.0, 0.0, 2.0, 1.0), **submission):
        release = read_notebook(folder.release_notebook(NAME))
        attempt = handed_in(folder, "ada", **submission)
        built = autograded_notebook(release, Record("", attempt, judged(attempt, reached, "\x1b[31mWrong.")))
        return {cell.id: cell for cell in built.cells}, built

    return notebook


def test_nbgrader_reads_our_points_from_it(build):
    cells, _ = build()
    assert determine_grade(cells["row-sums-checks"]) == (2.0, 3.0)
    assert determine_grade(cells["centred-rows-checks"]) == (3.0, 3.0)
    assert determine_grade(cells["why-rows"]) == (None, 2.0)
    assert (
        "0 of 1  any number of leading dimensions: \\u001b[31mWrong."
        in cells["row-sums-checks"].outputs[0].text
    )


def test_zero_points_are_no_full_marks(build):
    assert determine_grade(build((0.0, 0.0, 0.0, 0.0))[0]["row-sums-checks"]) == (0.0, 3.0)


def test_an_untouched_answer_is_known_as_such(build):
    cells, _ = build(written="YOUR ANSWER HERE\n", sources={})
    assert determine_grade(cells["why-rows"]) == (0, 2.0)
    assert compute_checksum(cells["row-sums"]) == cells["row-sums"].metadata.nbgrader.checksum


def test_extra_cells_stand_where_the_student_put_them(build):
    cells, notebook = build(extras=["a = 1", "b = 2"])
    assert [cell.id for cell in notebook.cells[:5]] == [
        "title",
        "imports",
        "extra-1",
        "extra-2",
        "row-sums-question",
    ]
    assert cells["extra-1"].metadata == {}


def test_nothing_of_a_student_acts_in_the_page(build):
    _, notebook = build(written=HOSTILE, sources={"row-sums": HOSTILE}, extras=[HOSTILE])
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<script>alert|<img src=x|href=.javascript", page)
    assert "\u202e" not in page


def test_the_notebook_is_the_same_each_time(build, folder):
    release = read_notebook(folder.release_notebook(NAME))
    attempt = handed_in(folder, "ben")
    record = Record("", attempt, judged(attempt))
    assert autograded_notebook(release, record) == autograded_notebook(release, record)
    assert release == read_notebook(folder.release_notebook(NAME))
