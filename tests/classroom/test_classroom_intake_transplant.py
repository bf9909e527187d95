import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.classroom.intake.notebook import KINDS, NotebookCell, read_cells
from course_utils.classroom.intake.refusal import Refusal
from course_utils.classroom.intake.transplant import transplant
from tests.classroom.handing_in import (
    ANSWER,
    STUB,
    WRITTEN_STUB,
    answered_cells,
    cell,
    notebook,
    release_cells,
)

RELEASE, _ = read_cells(notebook(release_cells()))


def graft(cells):
    return transplant(RELEASE, read_cells(notebook(cells))[0])


def sources(result):
    return {one.id: one.source for one in result.cells}


def test_answers_are_put_into_the_release():
    result = graft(answered_cells())
    assert [(one.id, one.origin) for one in result.cells] == [
        ("setup", "release"),
        ("twice", "solution"),
        ("twice-self-check", "release"),
        ("twice-checks", "release"),
    ]
    assert sources(result)["twice"] == ANSWER
    assert result.written == {"why": "Because."}
    assert result.remarks == []


def test_nothing_but_the_source_of_answers_comes_along():
    cells = answered_cells()
    for one in cells:
        one["metadata"] |= {"tags": ["evil"], "widgets": "evil"}
        one["attachments"] = {"evil.png": {"image/png": "evil"}}
        one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "evil"}]
    result = transplant(RELEASE, read_cells(notebook(cells, metadata={"kernelspec": {"name": "evil"}}))[0])
    assert "evil" not in repr(result)


def test_cells_of_the_release_keep_their_own_text_whatever_came():
    cells = answered_cells()
    for index in (1, 3, 4):
        cells[index]["source"] = "globals().clear()"
        cells[index]["metadata"] = {"nbgrader": {"solution": True, "grade_id": cells[index]["id"]}}
    result = graft(cells)
    assert "clear" not in repr(result.cells)
    assert result.remarks == [
        "Of the cells 'setup', 'twice-self-check', 'twice-checks' each is changed, but belongs to the "
        "assignment; the release's own is used."
    ]


def test_own_cells_stay_where_they_were():
    cells = answered_cells()
    cells.insert(2, cell("aaa", "import random"))
    cells.insert(0, cell("bbb", "%matplotlib inline"))
    cells.append(cell("ccc", "!ls"))
    cells += [cell("ddd", "text", "markdown"), cell("eee", "  \n"), cell("fff", "<html>", "raw")]
    result = graft(cells)
    assert [(one.id, one.source) for one in result.cells if one.origin == "extra"] == [
        ("extra-1", "%matplotlib inline"),
        ("extra-2", "import random"),
        ("extra-3", "!ls"),
    ]
    assert [one.id for one in result.cells] == [
        "extra-1", "setup", "extra-2", "twice", "twice-self-check", "twice-checks", "extra-3",
    ]  # fmt: skip
    assert set(result.written) == {"why"}


def test_an_own_cell_never_gets_the_id_of_one_of_the_release():
    release = [*RELEASE, NotebookCell("code", "extra-1", "", False, "1")]
    came = [*release, NotebookCell("code", "x", "", False, "2")]
    ids = [one.id for one in transplant(release, came).cells]
    assert ids[-2:] == ["extra-1", "extra-2"]


def test_without_ids_nbgraders_own_decide():
    cells = [one | {"id": f"random-{number}"} for number, one in enumerate(answered_cells())]
    assert graft(cells) == graft(answered_cells())


def test_without_any_ids_an_answer_is_known_by_the_function_it_defines():
    cells = [one | {"id": "", "metadata": {}} for one in answered_cells(why=WRITTEN_STUB)]
    result = graft(cells)
    assert sources(result)["twice"] == ANSWER
    assert [one.id for one in result.cells if one.origin == "extra"] == []


@pytest.mark.parametrize(
    ("first", "second"), [(STUB, ANSWER), (ANSWER, STUB), ("", ANSWER), (ANSWER, ANSWER)]
)
def test_of_an_answer_that_is_there_twice_the_one_that_was_worked_on_counts(first, second):
    cells = answered_cells(answer=first)
    cells.insert(3, cell("twice", second, solution=True))
    result = graft(cells)
    assert sources(result)["twice"] == ANSWER
    assert result.remarks == ["Cell 'twice' is there 2 times; it counts once."]


def test_of_two_different_answers_the_first_counts():
    cells = answered_cells()
    cells.insert(3, cell("copied", "def twice(x):\n    return 0", solution=True))
    cells[3]["metadata"]["nbgrader"]["grade_id"] = "twice"
    result = graft(cells)
    assert sources(result)["twice"] == ANSWER
    assert result.remarks == ["Cell 'twice' is there 2 times; the first answer counts."]


def test_a_missing_answer_is_the_stub():
    cells = answered_cells()
    del cells[5], cells[2], cells[1]
    result = graft(cells)
    assert sources(result)["twice"] == STUB
    assert result.written == {"why": WRITTEN_STUB}
    assert result.remarks == [
        "Cell 'twice' is missing; the release's own stands in for it.",
        "Cell 'why' is missing; the release's own stands in for it.",
        "Cell 'setup' is missing; the release's own is used.",
    ]


def test_an_empty_answer_stays_empty():
    result = graft(answered_cells(answer="\n", why=""))
    assert sources(result)["twice"] == "\n"
    assert result.remarks == ["Cell 'twice' is empty.", "Cell 'why' is empty."]


def test_an_answer_that_changed_its_kind_is_taken_as_what_it_was():
    cells = answered_cells()
    cells[2]["cell_type"], cells[5]["cell_type"] = "markdown", "code"
    result = graft(cells)
    assert sources(result)["twice"] == ANSWER
    assert result.written == {"why": "Because."}
    assert result.remarks == [
        "Cell 'twice' has become markdown; it is taken as code.",
        "Cell 'why' has become code; it is taken as markdown.",
    ]


def test_a_locked_cell_that_is_there_twice_is_used_once():
    cells = answered_cells()
    cells.append(cells[4])
    result = graft(cells)
    assert [one.id for one in result.cells].count("twice-checks") == 1
    assert result.remarks == ["Cell 'twice-checks' is there several times; it is used once."]


BESIDE = "Cell 'why': text that was written beside it belongs to the answer."


def test_a_written_answer_is_found_where_the_student_put_it():
    cells = release_cells()
    place = next(index for index, one in enumerate(cells) if one["id"] == "why")
    behind = [*cells[: place + 1], cell("a", "Because.", "markdown"), *cells[place + 1 :]]
    before = [*cells[:place], cell("a", "Because.", "markdown"), *cells[place:]]
    instead = [*cells[:place], cell("a", "Because.", "markdown"), *cells[place + 1 :]]
    for came in (behind, before, instead):
        result = graft(came)
        assert result.written == {"why": "Because."}
        assert BESIDE in result.remarks


def test_a_written_answer_inside_the_question_comes_with_the_question():
    asked = [*release_cells()[:-1], cell("asked", "Why?", "markdown"), release_cells()[-1]]
    assert asked[-1]["id"] == "why"
    came = [*asked[:-2], cell("asked", "Why?\n\nBecause.", "markdown"), asked[-1]]
    result = transplant(read_cells(notebook(asked))[0], read_cells(notebook(came))[0])
    assert result.written == {"why": "Why?\n\nBecause."}
    assert result.remarks == [BESIDE]


def test_a_written_answer_goes_on_behind_its_cell_but_takes_nothing_from_before_it():
    cells = answered_cells()
    place = next(index for index, one in enumerate(cells) if one["id"] == "why")
    cells[place + 1 : place + 1] = [cell("a", "And so on.", "markdown"), cell("b", " ", "markdown")]
    cells.insert(place, cell("c", "A note for myself.", "markdown"))
    assert graft(cells).written == {"why": "Because.\n\nAnd so on."}


def test_a_picture_in_a_written_answer_is_spoken_of():
    assert "attachments are not taken" in graft(answered_cells(why="![x](attachment:x.png)")).remarks[0]


@pytest.mark.parametrize("cells", [[], [cell("other", "1")], [cell("", "text", "markdown")]])
def test_another_notebook_is_refused(cells):
    with pytest.raises(Refusal, match="none of its cells comes from the release"):
        graft(cells)


NAMES = st.sampled_from(["", "title", "setup", "twice", "twice-checks", "why", "other"])
CELLS = st.builds(
    NotebookCell,
    kind=st.sampled_from(KINDS),
    id=NAMES,
    grade_id=NAMES,
    solution=st.booleans(),
    source=st.sampled_from(["", STUB, ANSWER, "import math", "# Small", WRITTEN_STUB]) | st.text(max_size=20),
)


@given(st.lists(CELLS, max_size=12))
def test_whatever_comes_the_release_stands(came):
    try:
        result = transplant(RELEASE, came)
    except Refusal:
        return
    kept = [one for one in result.cells if one.origin != "extra"]
    assert [one.id for one in kept] == [one.id for one in RELEASE if one.kind == "code"]
    for one, own in zip(kept, (one for one in RELEASE if one.kind == "code"), strict=True):
        assert one.origin == "solution" or one.source == own.source
    assert len({one.id for one in result.cells}) == len(result.cells)
    assert set(result.written) == {"why"}
    json.dumps([list(result.remarks), result.written])
