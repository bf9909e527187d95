import warnings

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils import notebook_cells


def test_code_cells_come_in_order():
    cells = [new_code_cell("a"), new_markdown_cell("b"), new_code_cell("c")]
    assert [cell.source for cell in notebook_cells.code_cells(new_notebook(cells=cells))] == ["a", "c"]


def test_a_tag_is_seen():
    cell = new_code_cell("a", metadata={"tags": ["figure"]})
    assert notebook_cells.has_tag(cell, "figure")
    assert not notebook_cells.has_tag(cell, "widget")
    assert not notebook_cells.has_tag(new_code_cell("a"), "figure")


@pytest.mark.parametrize("source", ["%matplotlib inline", "x =", "\0"])
def test_what_is_no_python_has_no_tree(source):
    assert notebook_cells.parsed(source) is None


def test_a_tree_comes_without_warnings():
    with warnings.catch_warnings(action="error"):
        assert notebook_cells.parsed("'\\d' is 1") is not None


def test_texts_are_all_that_is_shown_in_words():
    outputs = [
        new_output("stream", name="stdout", text="printed"),
        new_output("error", ename="E", evalue="raised", traceback=[]),
        new_output("display_data", {"text/plain": "shown", "image/png": "aGk="}),
    ]
    cell = new_code_cell("a", outputs=outputs)
    assert list(notebook_cells.texts(cell)) == ["printed", "E: raised", "shown"]


def test_the_html_image_of_a_picture_may_hold_what_varies():
    data = {"text/html": "<img alt='about 5 ms'>", "text/plain": "Figure", "image/png": "aGk="}
    cell = new_code_cell("plt.show()", outputs=[new_output("display_data", data)])
    assert list(notebook_cells.texts(cell)) == ["Figure"]
    cell.outputs[0].data.pop("image/png")
    assert list(notebook_cells.texts(cell)) == ["<img alt='about 5 ms'>", "Figure"]


def test_corrections_are_claims_and_citations_in_order():
    cells = [
        new_markdown_cell("Said so in 1990 (corrects T4.1).", id="history"),
        new_code_cell('claim("00-a", "holds", x)\nclaim("00-b", "holds", x, refutes="T0.1")', id="measured"),
        new_code_cell("%magic", id="no-python"),
    ]
    assert list(notebook_cells.corrections(new_notebook(cells=cells))) == [
        ("T4.1", "history", None),
        ("T0.1", "measured", "00-b"),
    ]
