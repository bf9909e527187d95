import importlib

import pytest

from docs.reference import GROUPS, Reference


@pytest.fixture(scope="module")
def reference():
    return Reference()


def test_every_module_has_its_page(reference):
    grouped = [f"course_utils.{member}" for _, members in GROUPS.values() for member in members]
    assert len(grouped) == len(set(grouped))
    assert {".".join(name.split(".")[:2]) for name in reference.modules} == set(grouped)


def test_every_public_function_is_documented_once(reference):
    names = [entry.name for entry in reference.entries]
    assert len(names) == len(set(names))
    assert {
        "course_utils.training.fit",
        "course_utils.plotting.belief",
        "course_utils.models.RowClassifier",
    } < set(names)
    assert "course_utils.plotting.digits.belief" not in names


def test_every_entry_has_a_summary_and_can_be_imported(reference):
    for entry in reference.entries:
        assert entry.summary, entry.name
        assert hasattr(importlib.import_module(entry.module), entry.name.rpartition(".")[2])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("course_utils.training.fit", "course_utils.training.fit"),
        ("course_utils.plotting.digits.belief", "course_utils.plotting.belief"),
        ("course_utils.models.RowClassifier.forward", "course_utils.models.RowClassifier"),
        ("course_utils.training", None),
        ("course_utils.shapes.GATE_ORDER", None),
        ("course_utils.no_such_module.name", None),
    ],
)
def test_a_name_is_found_where_it_is_documented(name, found, reference):
    entry = reference.find(name)
    assert (entry.name if entry else None) == found


def test_methods_are_the_class_s_own(reference):
    methods = {entry.name: entry.methods for entry in reference.entries}
    assert methods["course_utils.models.RowClassifier"] == ("forward",)
    assert methods["course_utils.training.fit"] is None
