"""Submissions made of a few lines of code, for the tests of what runs them."""

import os

import pytest

from course_utils.classroom.isolation.ladder import rung_named
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.submission import Cell, Submission

SMALL = {"cell_seconds": 5.0, "call_seconds": 3.0, "notebook_seconds": 60.0, "memory": 512 << 20}


def usable_rungs():
    """Return the rungs as parameters; one that this machine lacks is skipped with its own words."""
    return [pytest.param(name, marks=_skipped(name)) for name in ("bubblewrap", "landlock", "trusted")]


def _skipped(name):
    if not hasattr(os, "fork"):
        return pytest.mark.skip(reason="submissions do not run on Windows itself")
    trial = rung_named(name).works()
    return pytest.mark.skipif(not trial.ok, reason=trial.sentence)


def limits(**changes):
    return Limits(**SMALL | changes)


def submission(*sources, student="ann", files=None, **more):
    cells = tuple(Cell(f"cell-{number}", source, "solution") for number, source in enumerate(sources, 1))
    return Submission(
        student, "small", 1, "2026-01-01T00:00:00+00:00", "0" * 64, cells, files=files or {}, **more
    )


class Broken:
    """A rung whose program does not do what it should."""

    name = "broken"

    def __init__(self, *program):
        self.program = list(program)

    def command(self, argv, **_):
        return self.program
