"""The penalty for late submissions as nbgrader asks for it: points, or None where nothing is taken."""

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from course_utils.classroom.late import LatePolicy
from course_utils.classroom.lateness import DAY


@pytest.mark.parametrize(
    ("settings", "late", "penalty"),
    [
        ({}, 5 * DAY, None),
        ({"policy": "zero"}, 1, 8.0),
        ({"policy": "zero"}, 0, None),
        ({"policy": "percent"}, DAY + 1, 1.6),
        ({"policy": "percent", "percent_per_day": 40}, DAY, 3.2),
        ({"policy": "percent", "grace_minutes": 10}, 600, None),
    ],
)
def test_points_are_taken_as_the_policy_says(settings, late, penalty):
    assert LatePolicy(**settings).late_submission_penalty("ada", 8.0, late) == pytest.approx(penalty)
