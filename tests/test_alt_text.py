import json
import os
import subprocess
import sys
from base64 import b64decode
from io import BytesIO

import IPython.display
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from IPython.core.pylabtools import print_figure
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image, ImageChops

from course_utils import alt_text as alt_text_module
from course_utils.alt_text import (
    _with_fewer_colours,
    alt_text,
    describe,
    show_in_notebook,
    title,
)
from course_utils.html_image import html_image

INLINE = "module://matplotlib_inline.backend_inline"


def test_the_sentences_of_all_axes_are_joined_in_order():
    figure = Figure()
    first, second, third = figure.subplots(1, 3)
    describe(third, "The norm falls.")
    describe(first, "The loss falls.")
    assert alt_text(figure) == "The loss falls. The norm falls."
    describe(second, "And so on.")
    assert alt_text(figure) == "The loss falls. And so on. The norm falls."


def test_labels_of_matplotlib_itself_do_not_count():
    figure = Figure()
    axes = figure.subplots()
    figure.colorbar(axes.imshow([[0, 1]]))
    assert [other.get_label() for other in figure.axes] == ["", "<colorbar>"]
    assert alt_text(figure) == ""
    describe(axes, "Two grey fields.")
    assert alt_text(figure) == "Two grey fields."


@pytest.mark.parametrize("sentence", ["", "  \n"])
def test_an_empty_sentence_is_refused(sentence):
    axes = Figure().subplots()
    with pytest.raises(ValueError, match="^sentence is empty; wanted is what a reader who does not see"):
        describe(axes, sentence)
    assert axes.get_label() == ""


@pytest.mark.parametrize("place", ["left", "center", "right"])
def test_the_title_is_that_of_the_first_titled_axes_wherever_it_stands(place):
    figure = Figure()
    _, second, third = figure.subplots(1, 3)
    assert title(figure) == "untitled"
    third.set_title("Third")
    second.set_title("Half of the digits\nare even", loc=place)
    assert title(figure) == "Half of the digits are even"


def test_the_title_of_the_figure_comes_first():
    figure = Figure()
    figure.subplots().set_title("Of the axes")
    figure.suptitle("Of the figure")
    assert title(figure) == "Of the figure"


def test_in_plain_python_nothing_happens(monkeypatch):
    monkeypatch.setattr(plt, "switch_backend", lambda backend: pytest.fail("the backend was touched"))
    assert show_in_notebook() is None


DRAW = """
figure, axes = plt.subplots()
axes.set(title="A line rises")
axes.set_label("A straight line from 0 to 1.")
axes.plot([0, 1])
plt.show()
"""

SHELL = """
import json, sys
from base64 import b64encode
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance()
shell.enable_gui = lambda gui=None: None  # %matplotlib asks for it; only shells with a front end have one
results = []
for cell in json.loads(sys.argv[1]):
    with capture_output() as captured:
        shell.run_cell(cell).raise_error()
    results.append([[output.data, output.metadata] for output in captured.outputs])
print(json.dumps(results[-1], default=lambda picture: b64encode(picture).decode()))
"""


def shown_in_a_shell(*cells):
    """What the last of the cells displays in an IPython shell of its own, with the notebook's backend."""
    done = subprocess.run(
        [sys.executable, "-c", SHELL, json.dumps(cells)],
        env=os.environ | {"MPLBACKEND": INLINE},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


SWITCH_ON = "from course_utils.alt_text import show_in_notebook\nshow_in_notebook()"
IMPORT = "import matplotlib.pyplot as plt\n"


@pytest.mark.parametrize(
    "before", [[SWITCH_ON], [IMPORT + DRAW, SWITCH_ON], [SWITCH_ON, "%matplotlib inline"]]
)
def test_our_formatter_wins_in_any_order(before):
    ((data, metadata),) = shown_in_a_shell(*before, IMPORT + DRAW)
    assert data["text/plain"] == "Figure: A line rises"
    assert data["image/png"].startswith("iVBORw0KGgo")
    assert metadata == {"image/png": {"alt": "A straight line from 0 to 1."}}
    wanted = html_image("image/png", b64decode(data["image/png"]), "A straight line from 0 to 1.")
    assert data["text/html"] == wanted


def test_a_figure_without_words_is_shown_without_html():
    ((data, _),) = shown_in_a_shell(SWITCH_ON, IMPORT, DRAW.replace("A straight line from 0 to 1.", ""))
    assert set(data) == {"text/plain", "image/png"}


def test_the_stored_picture_has_few_colours_and_looks_the_same():
    figure = Figure(figsize=(4, 3), dpi=78)
    axes = figure.subplots()
    axes.imshow(np.linspace(0, 1, 100).reshape(10, 10), cmap="Blues")
    axes.plot([0, 9], color="#D55E00")
    full = print_figure(figure)
    stored = _with_fewer_colours(full)
    assert len(stored) < 0.6 * len(full)
    before, after = (Image.open(BytesIO(picture)).convert("RGB") for picture in (full, stored))
    assert before.size == after.size
    assert max(high for _, high in ImageChops.difference(before, after).getextrema()) < 12, "of 255"


def test_a_figure_is_shown_once_with_what_it_has(monkeypatch):
    shown = []
    monkeypatch.setattr(
        IPython.display, "display", lambda data, raw, metadata: shown.append((data, metadata))
    )
    figure = Figure()
    alt_text_module._display(figure)
    axes = figure.subplots()
    alt_text_module._display(figure)
    axes.set_label("Nothing at all.")
    alt_text_module._display(figure)
    plain = [data["text/plain"] for data, _ in shown]
    assert plain == ["Figure: untitled"] * 3
    assert ["image/png" in data for data, _ in shown] == [False, True, True]
    assert ["text/html" in data for data, _ in shown] == [False, False, True]
    assert shown[2][1] == {"image/png": {"alt": "Nothing at all."}}


def test_an_empty_figure_shows_no_picture():
    ((data, _),) = shown_in_a_shell(SWITCH_ON, IMPORT + "plt.figure()\nplt.show()")
    assert data == {"text/plain": "Figure: untitled"}


def test_a_lesson_stores_alt_text_with_its_figures():
    cells = ["from course_utils.lessons import start\nstart('03')", IMPORT + DRAW]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60).execute()
    (output,) = notebook.cells[1].outputs
    assert 'alt="A straight line from 0 to 1."' in output.data["text/html"]
    assert output.output_type == "display_data"
    assert output.data["text/plain"] == "Figure: A line rises"
    assert output.data["image/png"].startswith("iVBORw0KGgo")
    assert output.metadata == {"image/png": {"alt": "A straight line from 0 to 1."}}
