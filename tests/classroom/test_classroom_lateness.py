"""The share of the points that is lost by handing in late: none, all, or a part for every day begun."""

import pytest

from course_utils.classroom.lateness import DAY, lost_share
from course_utils.classroom.settings import LATE


@pytest.mark.parametrize(
    ("late", "seconds", "share"),
    [
        ({}, 5 * DAY, 0),
        ({"policy": "zero"}, 1, 1),
        ({"policy": "zero"}, 0, 0),
        ({"policy": "zero"}, -DAY, 0),
        ({"policy": "percent"}, 1, 0.1),
        ({"policy": "percent"}, DAY, 0.1),
        ({"policy": "percent"}, DAY + 1, 0.2),
        ({"policy": "percent", "percent_per_day": 40}, 9 * DAY, 1),
        ({"policy": "percent", "percent_per_day": 0}, 9 * DAY, 0),
        ({"policy": "percent", "grace_minutes": 10}, 600, 0),
        ({"policy": "percent", "grace_minutes": 10}, 601, 0.1),
    ],
)
def test_a_share_is_lost_as_the_policy_says(late, seconds, share):
    assert lost_share(LATE | late, seconds) == pytest.approx(share)
