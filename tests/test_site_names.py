from nbformat.v4 import new_code_cell, new_notebook

from docs.names import used_names


def used(*sources):
    cells = [new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)]
    return used_names(new_notebook(cells=cells))


def test_a_name_is_followed_to_where_it_comes_from():
    found = used(
        "from course_utils import training, shapes as s\nfrom course_utils.lessons import claim",
        "training.fit(model)\ns.state_shapes('rnn', 4, None)\nclaim('00-a', 'so', True)",
        "import course_utils.sine\nimport course_utils.tasks as tasks",
        "course_utils.sine.sine_wave\ntasks.white_noise()",
    )
    assert found == {
        "course_utils.training.fit": ["cell-1"],
        "course_utils.shapes.state_shapes": ["cell-1"],
        "course_utils.lessons.claim": ["cell-1"],
        "course_utils.sine.sine_wave": ["cell-3"],
        "course_utils.tasks.white_noise": ["cell-3"],
    }


def test_every_cell_is_named_once_and_in_order():
    found = used("from course_utils import training", "training.fit(a)\ntraining.fit(b)", "training.fit(c)")
    assert found == {"course_utils.training.fit": ["cell-1", "cell-2"]}


def test_what_a_call_returns_is_no_name_of_the_package():
    found = used("from course_utils import training", "training.fit(a).loss", "[training][0].predict")
    assert list(found) == ["course_utils.training.fit", "course_utils.training"]


def test_an_import_alone_is_no_use_and_other_packages_are_none_of_ours():
    assert used("from course_utils import training\nimport torch", "torch.zeros(3)") == {}


def test_what_is_no_python_is_passed_over():
    assert list(used("from course_utils import sine", "%magic", "sine.fit_ar2")) == [
        "course_utils.sine.fit_ar2"
    ]
