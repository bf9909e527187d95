"""The normal form of a stored notebook: small notebooks named by their fault, and what `normalise` does."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import from_dict

from course_utils import notebook_cells
from course_utils import notebook_rules as rules
from course_utils.notebook_form import (
    form_faults,
    normalise,
    read_notebook,
    stored_faults,
    stored_text,
    write_atomically,
)

NOTEBOOKS = Path(__file__).parent / "notebooks"
LIKEWISE = "wanted is text that is the same in every run"

# For each file fault-NAME.ipynb: the rule that must find it, and what its only sentence must say.
FAULTS = {
    "old-format": ("version", "the notebook is stored as nbformat 4.4; wanted is 4.5"),
    "no-id": ("missing-id", "the notebook has no id for its cell 2; wanted is a slug"),
    "unknown-key": ("schema", "the notebook is no valid notebook"),
    "random-id": ("ids", "cell 'deadbeef' has an id that is no slug"),
    "uuid": ("ids", "cell '3f2c9a11-0c1d-4e5f-8a9b-1c2d3e4f5a6b' has an id that is no slug"),
    "id-with-capitals": ("ids", "cell 'Loss_Curve' has an id that is no slug"),
    "id-twice": ("ids", "cell 'opener' has an id that an earlier cell has"),
    "empty-cell": ("empty", "cell 'faulty' is empty; wanted is some content, or no cell"),
    "null-count": ("counts", "cell 'faulty' has the execution count None; wanted is 2"),
    "count-gap": ("counts", "cell 'faulty' has the execution count 3; wanted is 2"),
    "skipped-cell-with-count": ("counts", "cell 'faulty' has the execution count 2; wanted is None"),
    "26-code-cells": (
        "code-cells",
        "the notebook has 26 code cells beside its exercises; wanted are at most 25",
    ),
    "long-first-cell": ("first-cell", "cell 'faulty' opens the lesson with 9 lines; wanted are at most 8"),
    "ignored-output-without-reason": ("ignored-output", "wanted is a comment '# Varies: ' with the reason"),
    "two-ignored-outputs": ("ignored-output", "cell 'faulty' is tagged nbval-ignore-output like 'first'"),
    "unknown-tag": ("tags", "cell 'faulty' carries the tag 'remove-input'; wanted is one of exercise,"),
    "only-nbval-skip": ("tags", "cell 'faulty' carries one of the tags nbval-skip and skip-execution"),
    "only-skip-execution": ("tags", "cell 'faulty' carries one of the tags nbval-skip and skip-execution"),
    "long-cell": ("lines", "cell 'faulty' has 26 lines; wanted are at most 25"),
    "pip-magic": ("plain-python", "cell 'faulty' is not plain Python"),
    "shell-escape": ("plain-python", "cell 'faulty' is not plain Python"),
    "interact": ("forbidden-name", "cell 'faulty' uses interact in line 3; nbval cannot compare it"),
    "output-widget": ("forbidden-name", "cell 'faulty' uses Output in line 1"),
    "clear-output": ("forbidden-name", "cell 'faulty' uses clear_output in line 1"),
    "get-ipython": ("forbidden-name", "cell 'faulty' uses get_ipython in line 1"),
    "sys-path": ("forbidden-name", "cell 'faulty' uses sys.path in line 3; wanted is an import"),
    "bare-except": ("forbidden-name", "cell 'faulty' uses except: in line 3; wanted is the name"),
    "semicolon": ("semicolon", "cell 'faulty' ends in ';'; wanted is no semicolon"),
    "nbval-comment": ("nbval-comment", "steers nbval by the comment NBVAL_IGNORE_OUTPUT; wanted is a tag"),
    "stderr": ("stderr", "cell 'faulty' writes 'UserWarning: careful\\n' to stderr"),
    "untagged-error": ("error", "cell 'faulty' raises ZeroDivisionError; wanted is no error, or the tag"),
    "address": ("unstable-text", f"shows an address in memory ('0x7f3a5c0d2b10'); {LIKEWISE}"),
    "clock-time": ("unstable-text", f"shows a time or a date ('12:34:56'); {LIKEWISE}"),
    "date": ("unstable-text", f"shows a time or a date ('2024-05-17'); {LIKEWISE}"),
    "measured-seconds": ("unstable-text", f"shows a time or a date ('2.61 s'); {LIKEWISE}"),
    "measured-milliseconds": ("unstable-text", f"shows a time or a date ('4 ms'); {LIKEWISE}"),
    "posix-path": ("unstable-text", f"shows a path of this machine ('/home/ada/data/train.pt'); {LIKEWISE}"),
    "home-path": ("unstable-text", f"shows a path of this machine ('~/data/train.pt'); {LIKEWISE}"),
    "windows-path": ("unstable-text", "shows a path of this machine ('C:\\\\Users"),
    "grad-fn": ("unstable-text", f"shows grad_fn ('grad_fn'); {LIKEWISE}"),
    "cuda-device": ("unstable-text", f"shows a device ('cuda:'); {LIKEWISE}"),
    "device-in-tensor": ("unstable-text", 'shows a device ("device=\'")'),
    "progress-bar": ("unstable-text", "shows a progress bar ('0%|')"),
    "widget-progress-bar": ("unstable-text", "shows a progress bar ('FloatProgress(')"),
    "long-text": ("text-size", "cell 'faulty' shows 2001 bytes of text; wanted are at most 2000"),
    "javascript": ("mime-type", "cell 'faulty' shows application/javascript; wanted is one of"),
    "figure-not-shown": (
        "figure-shown",
        "draws a figure and ends in 'plt.plot(loss)'; wanted is 'plt.show()'",
    ),
    "no-alt-text": ("alt-text", "cell 'faulty' shows a figure with the alt text ''; wanted is prose"),
    "short-alt-text": ("alt-text", "the alt text 'A loss curve.'; wanted is prose of 20 letters"),
    "file-name-as-alt-text": ("alt-text", "the alt text 'loss_curve_of_the_lstm_over_one_epoch.png'"),
    "colab-metadata": (
        "normal-form",
        "the notebook has the metadata colab {'provenance': []}; wanted is None",
    ),
    "widget-state": ("normal-form", "the notebook has the metadata widgets"),
    "full-language-info": ("normal-form", "the notebook has the metadata language_info"),
    "timing": ("normal-form", "cell 'faulty' has the metadata {'execution': "),
    "spaces-at-line-end": ("normal-form", "cell 'faulty' has spaces at line ends or blank lines at an edge"),
    "blank-lines-at-end": ("normal-form", "cell 'faulty' has spaces at line ends or blank lines at an edge"),
    "split-stream": ("normal-form", "cell 'faulty' has 2 outputs; wanted are 1, each stream in one piece"),
    "widget-view": ("normal-form", "wanted is {'text/plain': 'Belief row by row'}"),
    "output-metadata": ("normal-form", "has an output with the metadata {'isolated': True}; wanted is {}"),
    "traceback": ("normal-form", "cell 'faulty' has an output with the traceback"),
    "other-layout": ("layout", "the notebook is laid out otherwise in its file; wanted are sorted keys"),
}
REPAIRED = {
    name for name, (rule, _) in FAULTS.items() if rule in ("normal-form", "layout", "version", "schema")
}


def stored(name):
    return NOTEBOOKS / f"{name}.ipynb"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_once_and_named(name):
    rule, words = FAULTS[name]
    (fault,) = stored_faults(stored(f"fault-{name}"))
    assert fault.rule == rule
    assert words in fault.sentence
    assert fault.cell_id is None or repr(fault.cell_id) in fault.sentence


def test_table_folder_and_rules_agree():
    assert {path.stem.removeprefix("fault-") for path in NOTEBOOKS.glob("fault-*.ipynb")} == set(FAULTS)
    tables = rules.FOUNDATIONS | rules.NOTEBOOK_RULES | rules.CELL_RULES | rules.CODE_RULES
    tried = {rule for rule, _ in FAULTS.values()}
    assert tried | {"images"} == set(tables) | {"normal-form", "layout"}


@pytest.mark.parametrize("name", ["pass-minimal", "pass-complete"])
def test_sound_notebooks_have_no_fault_and_are_left_as_they_are(name):
    assert stored_faults(stored(name)) == []
    notebook = read_notebook(stored(name))
    assert normalise(notebook) == notebook


@pytest.mark.parametrize("name", sorted(REPAIRED))
def test_normalise_repairs_what_needs_no_decision(name, tmp_path):
    repaired = tmp_path / "repaired.ipynb"
    write_atomically(repaired, stored_text(normalise(read_notebook(stored(f"fault-{name}")))))
    assert stored_faults(repaired) == []


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - REPAIRED))
def test_normalise_hides_no_fault_that_needs_a_decision(name):
    assert [fault.rule for fault in form_faults(normalise(read_notebook(stored(f"fault-{name}"))))] == [
        FAULTS[name][0]
    ]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "{", '{"cells": 3}', '{"cells": [3]}', '{"worksheets": []}', "\xff"]
)
def test_what_is_no_notebook_is_refused_in_one_sentence(content, tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(
        ValueError, match=r"^\S*lesson.ipynb is no notebook of format 4: .*; wanted is one from Jupyter$"
    ):
        read_notebook(path)


def test_spaces_inside_a_string_and_line_breaks_of_prose_stay():
    notebook = read_notebook(stored("pass-complete"))
    source = {cell.id: cell.source for cell in normalise(notebook).cells}
    assert "spaces at the end  \nof a line" in source["solution-1"]
    assert "Two spaces at the end  \nbreak" in source["title"]
    assert source["raw"] == "raw text stays  \n"


def test_normalise_leaves_its_argument_alone():
    notebook = read_notebook(stored("fault-split-stream"))
    before = stored_text(notebook)
    normalise(notebook)
    assert stored_text(notebook) == before


def test_keys_are_sorted_in_the_file():
    text = stored_text(from_dict(dict(reversed(read_notebook(stored("pass-minimal")).items()))))
    assert text == stored("pass-minimal").read_text(encoding="utf-8")
    assert list(json.loads(text)) == ["cells", "metadata", "nbformat", "nbformat_minor"]


LINES = [
    "",
    " ",
    "x = 1",
    "x = 1  ",
    "\tx",
    '"""',
    "# a  ",
    "if x:",
    "    y",
    "a \\",
    "%pip",
    "'\\d' \t",
    "é\u2028",
]
short = st.text(max_size=3)
source = st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)
count = st.none() | st.integers(1, 9)
image_facts = st.dictionaries(st.sampled_from(["alt", "width", "needs_background"]), short)
bundle = {
    "data": st.dictionaries(st.sampled_from(["text/plain", "image/png", notebook_cells.WIDGET_VIEW]), short),
    "metadata": st.dictionaries(st.sampled_from(["image/png", "isolated"]), image_facts),
}
outputs = st.lists(
    st.fixed_dictionaries({"output_type": st.just("display_data"), **bundle})
    | st.fixed_dictionaries({"output_type": st.just("execute_result"), "execution_count": count, **bundle})
    | st.fixed_dictionaries(
        {"output_type": st.just("stream"), "name": st.sampled_from(["stdout", "stderr"]), "text": short}
    )
    | st.fixed_dictionaries(
        {"output_type": st.just("error"), "ename": short, "evalue": short, "traceback": st.lists(short)}
    ),
    max_size=4,
)
cell_metadata = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.lists(st.sampled_from(sorted(rules.TAGS)), unique=True),
        "jupyter": st.dictionaries(st.sampled_from(["source_hidden", "outputs_hidden"]), st.booleans()),
        "execution": st.just({}),
    },
)
cell = {"id": st.just("same"), "source": source, "metadata": cell_metadata}
code_cell = {"cell_type": st.just("code"), "execution_count": count, "outputs": outputs}
notebooks = st.fixed_dictionaries(
    {
        "cells": st.lists(
            st.fixed_dictionaries({"cell_type": st.sampled_from(["markdown", "raw"]), **cell})
            | st.fixed_dictionaries(code_cell | cell),
            max_size=4,
        ),
        "metadata": st.dictionaries(short, st.integers()),
        "nbformat": st.just(4),
        "nbformat_minor": st.just(4),
    }
).map(from_dict)


@given(notebooks)
def test_normalising_twice_is_normalising_once(notebook):
    once = normalise(notebook)
    assert stored_text(normalise(once)) == stored_text(once)
    assert not {"normal-form", "version"} & {fault.rule for fault in form_faults(once)}


@given(notebooks)
def test_normalise_keeps_meaning_counts_and_printed_text(notebook):
    for before, after in zip(notebook.cells, normalise(notebook).cells, strict=True):
        assert after.source.split() == before.source.split()
        if before.cell_type == "code":
            assert after.execution_count == before.execution_count
            assert "".join(notebook_cells.texts(after)) == "".join(notebook_cells.texts(before))
            trees = [notebook_cells.parsed(cell.source) for cell in (before, after)]
            assert (
                after.source == before.source if None in trees else ast.dump(trees[0]) == ast.dump(trees[1])
            )


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "lesson.ipynb"
    write_atomically(path, "first\n")
    write_atomically(path, "✓ second\n")
    assert path.read_bytes() == "✓ second\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "lesson.ipynb"
    write_atomically(path, "first\n")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "half \ud800")
    assert path.read_text() == "first\n"
    assert list(tmp_path.iterdir()) == [path]
