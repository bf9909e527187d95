"""The rules one by one, at their edges: what each lets through and what it refuses."""

import pytest
from nbformat import from_dict

from course_utils.notebook_form import METADATA, form_faults

SVG = {"image/svg+xml": "<"}
LINE = "x = 1\n"


def lesson(**cell):
    """A notebook of one code cell, sound but for what the arguments replace."""
    sound = {"id": "only", "metadata": {}, "source": "x = 1", "execution_count": 1, "outputs": []}
    cells = [{"cell_type": "code"} | sound | cell]
    return from_dict({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


def printed(text):
    return lesson(outputs=[{"output_type": "stream", "name": "stdout", "text": text}])


@pytest.mark.parametrize(
    ("outputs", "total"),
    [
        ([{"image/svg+xml": "<" + "é" * 75_000}], 150_001),
        ([{"image/png": "AAAA" * 25_000}, {"image/png": "AAAA\n" * 24_999 + "AAA=\n"}, SVG], 150_000),
        ([{"image/png": "AAAA" * 25_000}, {"image/png": "AAAA\n" * 25_000}, SVG], 150_001),
    ],
)
def test_images_are_counted_together_as_decoded_bytes(outputs, total):
    alt = {"image/png": {"alt": "A picture that is far too large to be stored."}}
    shown = [{"output_type": "display_data", "data": data, "metadata": alt} for data in outputs]
    faults = form_faults(lesson(source="plt.show()", outputs=shown))
    sentences = [fault.sentence for fault in faults if fault.rule == "images"]
    said = f"the notebook holds {total} bytes of images; wanted are at most 150000"
    assert sentences == ([said] if total > 150_000 else [])


def test_attached_images_count_too():
    cell = {"cell_type": "markdown", "id": "picture", "metadata": {}, "source": "![cells](attachment:a.png)"}
    cell["attachments"] = {"a.png": {"image/png": "A" * 200_004}}
    notebook = from_dict({"cells": [cell], "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})
    assert [fault.rule for fault in form_faults(notebook)] == ["images"]


@pytest.mark.parametrize(
    "text",
    [
        "(3, 28, 64)",
        "✓ [03-sizes] 24,714 parameters: weight_ih_l0 is 4*64 x 28",
        "after 28 steps, 1.5 steps a row; h/c; N / L; and/or; 1/sqrt(3)",
        "Hochreiter and Schmidhuber, 1997, see https://www.example.org/lstm/paper.pdf",
        "Digits: MNIST in data/MNIST/raw and ./data, 70,000 images of 28 x 28",
        "98 % of 10,000; 5 s of sound at ratio 3:1; mean |x| = 50%",
        "<table><tr><td>i</td></tr><br/></table>",
    ],
)
def test_stable_text_is_let_through(text):
    assert form_faults(printed(text)) == []


@pytest.mark.parametrize("name", ["gate-order", "weight-ih-l0", "lstm-64", "a", "solution-1", "conv2"])
def test_slugs_are_let_through(name):
    assert form_faults(lesson(id=name)) == []


@pytest.mark.parametrize("name", ["1-step", "a--b", "-a", "a-", "c4f1e9-b", "A", "a_b"])
def test_what_is_no_slug_is_refused(name):
    assert [fault.rule for fault in form_faults(lesson(id=name))] == ["ids"]


@pytest.mark.parametrize("source", ["RowOutput(3)", "interaction = 1", "sys.pathology", "x = 'interact(f)'"])
def test_names_that_only_resemble_forbidden_ones_are_let_through(source):
    assert form_faults(lesson(source=source)) == []


@pytest.mark.parametrize(
    "source", ["@interact\ndef f(x):\n    pass", "w.interact_manual(f)", "from sys import path"]
)
def test_forbidden_names_are_found_in_every_dress(source):
    assert [fault.rule for fault in form_faults(lesson(source=source))] == ["forbidden-name"]


def test_a_warning_about_code_is_no_reason_to_stop():
    assert form_faults(lesson(source="pattern = '\\d'")) == []


def rules_of(notebook):
    return {fault.rule for fault in form_faults(notebook)}


@pytest.mark.parametrize(("number", "refused"), [(25, set()), (26, {"code-cells"})])
def test_number_of_code_cells(number, refused):
    notebook = lesson()
    cells = [notebook.cells[0] | {"id": f"cell-{n}", "execution_count": n} for n in range(1, number + 1)]
    assert rules_of(from_dict(notebook | {"cells": cells})) == refused


@pytest.mark.parametrize(
    ("number", "refused"), [(8, set()), (9, {"first-cell"}), (26, {"first-cell", "lines"})]
)
def test_lines_of_the_first_code_cell(number, refused):
    assert rules_of(lesson(source=(LINE * number).strip())) == refused


@pytest.mark.parametrize(("number", "refused"), [(25, set()), (26, {"lines"})])
def test_lines_of_a_later_code_cell(number, refused):
    notebook = lesson()
    later = {"id": "later", "execution_count": 2, "source": (LINE * number).strip()}
    notebook.cells.append(from_dict(notebook.cells[0] | later))
    assert rules_of(notebook) == refused


@pytest.mark.parametrize(("text", "refused"), [("é" * 1000, set()), ("é" * 1000 + "e", {"text-size"})])
def test_bytes_of_text_of_a_cell(text, refused):
    half = {
        "output_type": "display_data",
        "data": {"text/plain": text[:9], "text/html": text[9:]},
        "metadata": {},
    }
    assert rules_of(lesson(outputs=[half])) == refused


@pytest.mark.parametrize(
    ("alt", "refused"),
    [
        ("The loss falls fast.", set()),
        (" The loss falls far. ", {"alt-text"}),
        ("loss curves of all three runs.PNG", {"alt-text"}),
        ("As in figure_1.png, the loss falls.", set()),
    ],
)
def test_alt_text_is_a_sentence(alt, refused):
    shown = {
        "output_type": "display_data",
        "data": {"image/png": "AAAA"},
        "metadata": {"image/png": {"alt": alt}},
    }
    assert rules_of(lesson(source="plt.show()", outputs=[shown])) == refused
