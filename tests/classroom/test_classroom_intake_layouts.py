import pytest

from course_utils.classroom.intake.claims import Found
from course_utils.classroom.intake.layouts import choose_notebook, is_label, named_files, read_label


def found(*paths):
    return [Found(tuple(path.split("/")), index) for index, path in enumerate(paths)]


def names(label):
    return [name for _, name in label.names]


def test_moodle_names_a_folder_or_a_file_by_the_students_name():
    folder = read_label("Ada Lovelace_12345_assignsubmission_file_", False, "small")
    file = read_label("Ada Lovelace_12345_assignsubmission_file_my notebook.ipynb", True, "small")
    assert names(folder) == names(file) == ["Ada Lovelace"]
    assert (folder.file, file.file) == ("", "my notebook.ipynb")


def test_the_number_that_moodle_writes_is_not_taken_for_an_id():
    label = read_label("Ada Lovelace_102_assignsubmission_file_", False, "small")
    assert label.names == ((("name",), "Ada Lovelace"),)


@pytest.mark.parametrize("late", ["", "_LATE"])
@pytest.mark.parametrize("again", ["", "-1"])
def test_canvas_names_a_file_by_the_students_name_and_number(late, again):
    label = read_label(f"lovelaceada{late}_101_67890_small{again}.ipynb", True, "small")
    assert label.names == ((("lms_id",), "101"), (("name",), "lovelaceada"))
    assert label.file == "small.ipynb"


@pytest.mark.parametrize("student", ["ada", "ada+lovelace"])
def test_an_exchange_names_a_folder_by_student_and_assignment(student):
    label = read_label(f"{student}+small+2026-01-02 03:04:05.123456 UTC+a1b2", False, "small")
    assert label.names == ((("id",), student),)
    assert label.assignment == "small"


def test_an_older_exchange_adds_no_random_end():
    assert read_label("ada+other+2026-01-02 03:04:05 UTC", False, "small").assignment == "other"


def test_a_file_may_carry_the_assignments_name_behind_the_students():
    assert names(read_label("ada_small.ipynb", True, "small")) == ["ada_small", "ada"]
    assert names(read_label("ada", False, "small")) == ["ada"]


def test_names_made_by_platforms_are_known():
    assert is_label("x_1_assignsubmission_file_")
    assert is_label("lovelaceada_101_67890_small.ipynb")
    assert is_label("ada+small+2026")
    assert not is_label("submissions")


def test_the_notebook_with_the_assignments_name_counts():
    chosen, remark = choose_notebook(found("scratch.ipynb", "small/small.ipynb"), "small")
    assert chosen.path == ("small", "small.ipynb")
    assert remark == ""


def test_the_least_nested_of_several_counts():
    chosen, remark = choose_notebook(found("old/small.ipynb", "small.ipynb"), "small")
    assert chosen.path == ("small.ipynb",)
    assert remark == "2 notebooks are called small.ipynb; 'small.ipynb' counts."


@pytest.mark.parametrize("name", ["homework.ipynb", "small (1).ipynb", "small.ipynb.txt", "SMALL.IPYNB"])
def test_a_renamed_notebook_is_taken_with_a_remark(name):
    chosen, remark = choose_notebook(found(name, "data.csv"), "small")
    assert chosen.path == (name,)
    assert name in remark
    assert "not small.ipynb" in remark


def test_in_a_course_folder_the_assignments_own_folder_counts():
    chosen, _ = choose_notebook(found("first/a.ipynb", "small/b.ipynb"), "small")
    assert chosen.path == ("small", "b.ipynb")


def test_nothing_is_chosen_among_strangers():
    assert choose_notebook(found("a.ipynb", "b.ipynb"), "small") == (
        None,
        "There are 2 notebooks and none is called small.ipynb.",
    )
    assert choose_notebook(found("a.txt"), "small") == (None, "There is no notebook.")
    assert "the archive 'a.zip' in it is not opened" in choose_notebook(found("a.zip"), "small")[1]


def test_named_files_come_least_nested_first():
    files = named_files(found("b/c/x.pt", "y.pt", "b/x.pt"), "x.pt")
    assert [file.path for file in files] == [("b", "x.pt"), ("b", "c", "x.pt")]
