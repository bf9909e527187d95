"""The whole corpus through this course's own grading, as the user of the tests and as a normal one."""

import json
import os
import subprocess
import sys

import pytest

from course_utils.classroom.isolation.ladder import best_rung
from tests.classroom import as_user
from tests.hostile.corpus import read_cases
from tests.hostile.outcome import Outcome, faults

PROGRAM = [sys.executable, "-m", "tests.hostile.ours"]
SECONDS = 3_600

pytest.importorskip("nbgrader", reason="nbgrader is not installed")
pytestmark = pytest.mark.skipif(best_rung().name == "trusted", reason="nothing isolates submissions here")


def expect_nothing_but_what_is_due(text):
    """Look at all cases at once: what a batch takes is its time, and one that is shared stays whole."""
    came = json.loads(text)
    cases = {case.id: case for case in read_cases()}
    found = {id: faults(cases[id], Outcome(**outcome)) for id, outcome in came["outcomes"].items()}
    assert found.keys() == cases.keys()
    assert {id: sentences for id, sentences in found.items() if sentences} == {}
    assert came["harm"] == came["stolen"] == came["left"] == came["without_result"] == []
    assert came["complete"]


def test_every_case_gets_what_is_due_and_harms_nobody():
    came = subprocess.run(
        PROGRAM, check=True, stdout=subprocess.PIPE, timeout=SECONDS, cwd=as_user.REPOSITORY
    )
    expect_nothing_but_what_is_due(came.stdout)


@pytest.mark.skipif(os.getuid() != 0, reason="whoever runs the tests is a normal user already")
@pytest.mark.skipif(as_user.command(PROGRAM) is None, reason="root's Python lies in a closed folder")
def test_the_same_holds_for_a_normal_user():
    came = as_user.run(PROGRAM, stdout=subprocess.PIPE, timeout=SECONDS, cwd=as_user.REPOSITORY)
    came.check_returncode()
    expect_nothing_but_what_is_due(came.stdout)
