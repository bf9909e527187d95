"""What a release must not hold: each leak is planted in a sound one and found."""

import json
import shutil

import pytest

from course_utils.classroom import material
from course_utils.classroom.release_leaks import check_leaks, public_and_secret_lines
from course_utils.notebook_form import read_notebook, stored_text
from tests.classroom.tiny_class import NAME, SOURCE


@pytest.fixture
def place(tmp_path, released_class):
    shutil.copytree(released_class.release(NAME), tmp_path / "release")
    return tmp_path / "release"


def found(place):
    notebook = place / f"{NAME}.ipynb"
    assignment = material.read_material(SOURCE / f"{NAME}.ipynb", notebook, SOURCE)
    return [
        f"{finding.subject}: {finding.sentence}"
        for finding in check_leaks(assignment, place)
        if not finding.holds
    ]


def plant(place, change):
    notebook = read_notebook(place / f"{NAME}.ipynb")
    change({cell.id: cell for cell in notebook.cells}, notebook)
    (place / f"{NAME}.ipynb").write_text(stored_text(notebook), encoding="utf-8")


def test_a_sound_release_holds_no_secret(place):
    assert found(place) == []


def test_lines_of_regions_are_secret_and_all_others_public():
    public, secret = public_and_secret_lines(read_notebook(SOURCE / f"{NAME}.ipynb"))
    assert {"return x.sum(dim=-1)", "ROW_SUMS.grade(globals())", "row-sums: 3 of 3 points"} <= secret
    assert {"def row_sums(x):", "# 3 points, given by hidden checks."} <= public
    assert not {"return x.sum(dim=-1)", "ROW_SUMS.grade(globals())"} & public


@pytest.mark.parametrize(
    ("cell", "source", "said"),
    [
        (
            "row-sums",
            "def row_sums(x):\n    return x.sum(dim=-1)",
            "holds the hidden line 'return x.sum(dim=-1)'",
        ),
        ("row-sums-checks", "### BEGIN HIDDEN TESTS", "still holds the marker BEGIN HIDDEN TESTS"),
        ("row-sums-checks", "from hidden_checks import ROW_SUMS", "'from hidden_checks import ROW_SUMS'"),
        ("title", 'try torch.einsum("...c->...", x)  # or so', "never"),
        ("title", '# return torch.einsum("...c->...", x)', "holds the hidden line 'return torch.einsum("),
        (
            "why-rows",
            "A row of ones has as many ones as it has columns, and the sum counts them.",
            "A row of ones",
        ),
    ],
)
def test_a_line_of_a_solution_an_answer_or_a_check_is_found(place, cell, source, said):
    plant(place, lambda cells, notebook: cells[cell].update(source=source))
    assert (
        [sentence for sentence in found(place) if said in sentence] if said != "never" else not found(place)
    )


def test_a_hidden_line_in_metadata_is_found(place):
    path = place / f"{NAME}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][0]["metadata"]["tags"] = ['return torch.einsum("...c->...", x)']
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    assert any("holds the hidden line" in sentence for sentence in found(place))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda cells, notebook: notebook.metadata.update(author="me"), "release: has the metadata 'author'"),
        (lambda cells, notebook: cells["title"].metadata.update(note="x"), "title: has the metadata 'note'"),
        (
            lambda cells, notebook: cells["row-sums"].metadata.nbgrader.update(solution_text="x"),
            "row-sums: has the metadata 'solution_text'",
        ),
        (
            lambda cells, notebook: cells["imports"].update(execution_count=3),
            "imports: still has outputs or a count",
        ),
        (lambda cells, notebook: cells["title"].update(attachments={"a": {}}), "title: has attachments"),
    ],
)
def test_metadata_outputs_and_attachments_are_found(place, change, said):
    plant(place, change)
    assert said in found(place)


def test_a_further_file_is_found(place):
    (place / "hidden_checks.py").write_text("QUESTIONS = ()")
    assert "hidden_checks.py: must not be in the release; wanted is the notebook alone" in found(place)
