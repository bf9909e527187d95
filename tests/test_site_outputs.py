import base64
import json
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_output
from PIL import Image

from course_utils.notebook_cells import WIDGET_VIEW
from docs.executed import ExecutedLesson
from docs.outputs import digit_reader, outputs_for_page

SLIDER = {"name": "x", "kind": "slider", "value": 1}
DATA = {
    "title": "Tiny",
    "controls": [SLIDER],
    "surprises": [],
    "known": [
        {"state": {"x": x}, "picture": f"<svg role='img' aria-label='{x}'></svg>", "sentence": f"x < {x}"}
        for x in (0, 1)
    ],
}


def png():
    content = BytesIO()
    Image.new("RGB", (30, 20)).save(content, "png")
    return base64.b64encode(content.getvalue()).decode()


@pytest.fixture
def show(tmp_path):
    """Return the page's outputs of a cell with such outputs, and the folder of the static files."""

    def call(*outputs, explorers=None, source="show()"):
        cell = new_code_cell(source, id="cell", outputs=list(outputs))
        lesson = ExecutedLesson(tmp_path / "07_tiny.ipynb", None, explorers or {})
        return outputs_for_page(cell, lesson, tmp_path / "static"), tmp_path / "static"

    return call


def html(output):
    return BeautifulSoup(output.data["text/html"], "html.parser")


def widget(model="m"):
    return new_output("execute_result", {WIDGET_VIEW: {"model_id": model}, "text/plain": "Tiny: x=1"})


def test_a_figure_is_a_file_with_its_words_and_its_size(show):
    alt = 'The loss falls "fast" & stays < 0.1'
    data = {"image/png": png(), "text/html": "<img src='data:' alt='in a notebook'>"}
    (output,), static = show(new_output("display_data", data, metadata={"image/png": {"alt": alt}}))
    image = html(output).img
    assert (image["alt"], image["width"], image["height"]) == (alt, "30", "20")
    assert image["src"] == "../_static/figures/07-cell-1.png"
    assert (static / "figures" / "07-cell-1.png").read_bytes() == base64.b64decode(png())


def test_a_figure_without_words_is_refused(show):
    with pytest.raises(ValueError, match="07-cell-1 has no alt text"):
        show(new_output("display_data", {"image/png": png()}))


def test_a_drawing_stands_in_the_page_itself(show):
    (output,), _ = show(new_output("execute_result", {"image/svg+xml": "<svg role='img'></svg>"}))
    assert html(output).find("svg", role="img").parent["class"] == ["rnn-static-view"]


def test_words_stay_as_they_are(show):
    printed = new_output("stream", text="✓ [07-a] so it is\n")
    assert show(printed)[0] == [printed]


def test_a_widget_shows_its_first_view_and_brings_all_others_as_a_script(show):
    (output,), static = show(widget(), explorers={"m": DATA})
    place = html(output).find("div", class_="rnn-page-explorer")
    assert place["data-frames"] == "07-cell"
    assert place.svg["aria-label"] == "1"
    assert place.p.text == "x < 1"
    assert html(output).script["src"] == "../_static/explorers/07-cell.js"
    script = (static / "explorers" / "07-cell.js").read_text("utf-8")
    name, data = script.removeprefix("(window.rnnFrames ??= {})[").removesuffix(";\n").split("] = ", 1)
    assert (json.loads(name), json.loads(data)) == ("07-cell", DATA)


def test_the_digit_reader_stands_where_the_drawer_needs_a_kernel(show):
    (output,), _ = show(widget(), source="digit_drawer(believe)")
    assert output.data["text/html"] == digit_reader()
    assert html(output).find("div", class_="rnn-digit-reader")
    assert [script["src"] for script in html(output).find_all("script")] == [
        "../_static/digit-reader-network.js",
        "../_static/digit-reader.js",
    ]


def test_a_widget_without_views_is_refused(show):
    with pytest.raises(ValueError, match="07-cell has no views"):
        show(widget())
