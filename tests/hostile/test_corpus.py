"""The corpus itself: large enough, each case whole; and that what judges outcomes can find fault."""

import ast
from collections import Counter

import pytest

from tests.hostile.arena import changes, snapshot
from tests.hostile.corpus import AFTER, ANSWER, BEFORE, DEMANDS, GROUPS, MARKS, read_cases
from tests.hostile.outcome import POINTS, Outcome, faults, injected

CASES = read_cases()
LONGEST = 60  # lines of a case


def test_there_are_enough_cases_in_every_class():
    counts = Counter(case.group for case in CASES)
    assert counts.keys() == GROUPS.keys()
    assert counts["honest"] >= 25
    assert sum(counts.values()) - counts["honest"] >= 120
    assert min(counts.values()) >= 10
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_small_and_says_what_it_tries_and_what_is_due(case):
    text = case.path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert case.tries[0].isupper()
    assert case.tries[-1] == "."
    assert MARKS.fullmatch(case.mark)
    assert case.demands <= DEMANDS
    if case.place:
        assert case.place in (ANSWER, BEFORE, AFTER)
        assert case.code().strip()
    else:
        assert any(isinstance(node, ast.FunctionDef) and node.name == "make" for node in ast.parse(text).body)


def test_cases_are_found_by_id_or_by_a_word():
    assert [case.id for case in read_cases(["files.zip_bomb"])] == ["files.zip_bomb"]
    assert {case.id for case in read_cases(["files.zip_bo"])} == {
        "files.zip_bomb",
        "files.zip_bomb_inside_a_zip",
    }


def case_due(mark, group="judge"):
    return next(case for case in CASES if case.mark == mark and case.group == group)


@pytest.mark.parametrize(
    ("mark", "group", "outcome", "word"),
    [
        ("none", "judge", Outcome(points=1.0), "undeserved"),
        ("less than full", "judge", Outcome(points=POINTS), "undeserved"),
        ("full", "honest", Outcome(points=5.5), "lost"),
        ("full", "honest", Outcome(refused=True), "lost"),
        ("points 1", "honest", Outcome(points=0.0), "lost"),
        ("points 1", "honest", Outcome(points=2.0), "undeserved"),
        ("refused", "files", Outcome(points=0.0), "taken"),
        ("full", "secrets", Outcome(points=POINTS, stolen=["roster"]), "read"),
        ("full", "others", Outcome(points=POINTS, changed=["class/key"]), "changed"),
        ("none", "batch", Outcome(points=0.0, stopped="zoe has no mark"), "stopped"),
        ("none", "batch", Outcome(points=0.0, left=["sleep 40"]), "left"),
    ],
)
def test_what_should_not_be_is_found(mark, group, outcome, word):
    (found,) = faults(case_due(mark, group), outcome)
    assert found.startswith(word)


@pytest.mark.parametrize("mark", ["none", "less than full"])
def test_what_is_due_is_no_fault(mark):
    assert faults(case_due(mark), Outcome(points=0.0)) == []


def test_scripts_and_terminal_codes_are_found_in_a_page():
    assert injected("<p><script>alert('injected')</script>\x1b[2J")
    assert not injected("<p>&lt;script&gt;alert('injected')&lt;/script&gt;")


def test_any_change_of_a_file_is_found(tmp_path):
    (tmp_path / "kept").write_text("a")
    (tmp_path / "changed").write_text("a")
    before = snapshot(tmp_path)
    (tmp_path / "changed").write_text("b")
    (tmp_path / "new").touch()
    assert changes(before, snapshot(tmp_path), lambda path: False) == ["changed", "new"]
    assert changes(before, snapshot(tmp_path), lambda path: path.name == "new") == ["changed"]
