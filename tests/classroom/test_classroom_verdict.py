import pytest

from course_utils.classroom.verdict import Mark, Part, StoppedCell, Verdict


def verdict(**more):
    full = Mark("one", (Part("a", 2, 2), Part("b", 0.5, 0.5)))
    lost = Mark("two", (Part("c", 0, 4, "Not so \ud800."),), ({"request": "AA=="},), ())
    return Verdict("ann", "small", 1, "0" * 64, (full, lost), (StoppedCell("x", "stops"),), **more)


def test_points_add_up():
    came = verdict()
    assert [(mark.points, mark.of) for mark in came.marks] == [(2.5, 2.5), (0, 4)]
    assert (came.points, came.of) == (2.5, 6.5)


def test_it_is_flagged_as_a_whole_or_by_a_mark():
    assert not verdict().flagged
    assert verdict(flags=("Look.",)).flagged
    mark = Mark("one", (), flags=("Look.",))
    assert Verdict("ann", "small", 1, "", (mark,)).flagged


def test_it_survives_storing():
    came = verdict(
        flags=("Look.",), rung="bubblewrap", limits={"memory": 1}, versions={"torch": "2"}, seconds=1.5
    )
    assert came.to_json().isascii()
    assert Verdict.from_json(came.to_json()) == came


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"marks": 1}', '{"marks": [], "stopped_cells": [], "flags": []}']
)
def test_other_texts_are_no_verdict(text):
    with pytest.raises(ValueError, match=r"is no verdict|Expecting value"):
        Verdict.from_json(text)
