import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.classroom.intake import notebook as module
from course_utils.classroom.intake.notebook import LONGEST_CELL, MOST_CELLS, read_cells
from course_utils.classroom.intake.refusal import Refusal
from tests.classroom.handing_in import answered, answered_cells, cell, notebook


def test_a_notebook_is_read():
    cells, remarks = read_cells(answered())
    assert remarks == []
    assert [one.id for one in cells] == [one["id"] for one in answered_cells()]
    assert cells[2].kind == "code"
    assert (cells[2].grade_id, cells[2].solution) == ("twice", True)
    assert cells[3].solution is False


def test_text_may_be_a_list_of_lines():
    cells, _ = read_cells(notebook([cell("a", ["x = 1\r\n", "y = 2"])]))
    assert cells[0].source == "x = 1\ny = 2"


def test_a_byte_order_mark_is_passed_over_with_a_remark():
    cells, remarks = read_cells(b"\xef\xbb\xbf" + answered())
    assert len(cells) == len(answered_cells())
    assert remarks == ["The file begins with a byte order mark, which is passed over."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8 text"),
        (answered().replace(b"Because", b"\xed\xa0\x80"), "not UTF-8 text"),
        (answered()[:-1], "not JSON"),
        (b"<<<<<<< HEAD\n" + answered(), "not JSON (line 1, column 1"),
        (b"\x80\x04\x95", "not UTF-8 text"),
        (b'{"nbformat": 4, "nbformat": 4, "cells": []}', "the key 'nbformat' twice"),
        (b'{"nbformat": NaN}', "NaN"),
        (b'{"nbformat": 4, "x": -Infinity}', "-Infinity"),
        (b'{"nbformat": 1' + b"0" * 10_000 + b"}", "a number that is too long"),
        (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "nested too deeply"),
        (b"[]", "no notebook"),
        (b"null", "no notebook"),
        (b'{"cells": []}', "no notebook"),
        (b'{"nbformat": true, "cells": []}', "no notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "format '3'; wanted is 4"),
        (b'{"nbformat": 5, "cells": []}', "format '5'; wanted is 4"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": {"0": 1}}', "no list of cells"),
        (notebook([cell("a", "1")] * (MOST_CELLS + 1)), f"wanted are at most {MOST_CELLS}"),
        (notebook([cell("a", "1" * LONGEST_CELL)] * 11), "wanted are at most 2000000"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(Refusal) as refusal:
        read_cells(content)
    assert sentence in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (7, "is neither code nor text"),
        ({"cell_type": "heading", "source": "x"}, "is neither code nor text"),
        ({"cell_type": ["code"], "source": "x"}, "is neither code nor text"),
        ({"cell_type": "code"}, "has no text"),
        ({"cell_type": "code", "source": 7}, "has no text"),
        ({"cell_type": "code", "source": ["x", None]}, "has no text"),
        ({"cell_type": "code", "source": "x" * (LONGEST_CELL + 1)}, "holds 200 kB, more than 200 kB,"),
    ],
)
def test_a_broken_cell_is_left_out_with_a_remark(broken, fault):
    cells, remarks = read_cells(notebook([cell("a", "1"), broken, cell("b", "2")]))
    assert [one.id for one in cells] == ["a", "b"]
    assert remarks == [f"Cell 2 {fault} and is left out."]


@pytest.mark.parametrize("id", [None, 7, ["a"], {}, "x" * 101, "a\nb", "a\u202eb"])
def test_an_id_that_is_none_is_no_id(id):
    cells, _ = read_cells(notebook([cell(id, "1")]))
    assert cells[0].id == ""


@pytest.mark.parametrize(
    "metadata", [None, [], {"nbgrader": 1}, {"nbgrader": {"grade_id": 1, "solution": 1}}]
)
def test_broken_metadata_says_nothing(metadata):
    (one,), _ = read_cells(notebook([cell("a", "1") | {"metadata": metadata}]))
    assert (one.grade_id, one.solution) == ("", False)


def test_halves_of_characters_are_replaced():
    cells, remarks = read_cells(notebook([cell("a", "x = '\ud800'")]))
    assert cells[0].source == "x = '?'"
    assert remarks == ["Cell 'a' holds halves of characters; each is replaced by a question mark."]


def read_or_refuse(content):
    try:
        cells, remarks = read_cells(content)
    except Refusal:
        return
    for one in cells:
        assert one.kind in module.KINDS
        one.source.encode("utf-8")
    assert all(isinstance(remark, str) for remark in remarks)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    read_or_refuse(content)


@given(st.integers(0, len(answered()) - 1), st.integers(0, 40), st.binary(max_size=20))
def test_any_damaged_notebook_is_read_or_refused(start, length, content):
    whole = answered()
    read_or_refuse(whole[:start] + content + whole[start + length :])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["cell_type", "id", "metadata", "source", "outputs"])
ANY_CELL = st.dictionaries(KEYS, JSON | st.sampled_from(["code", "markdown"]), max_size=5) | JSON


@given(
    st.lists(ANY_CELL, max_size=4), st.dictionaries(st.sampled_from(["nbformat", "metadata", "cells"]), JSON)
)
def test_any_cells_are_read_or_refused(cells, other):
    read_or_refuse(json.dumps({"nbformat": 4, "cells": cells} | other).encode())
