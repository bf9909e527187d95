from dataclasses import FrozenInstanceError

import pytest

from course_utils.classroom.intake.outcomes import Refused
from tests.classroom.handing_in import assignment


def test_an_assignment_wants_no_further_files_unless_told(tmp_path):
    assert assignment(tmp_path).files == {}


def test_a_refusal_keeps_nothing_unless_told_and_stays_as_it_is():
    refused = Refused("ada", "There is no notebook.")
    assert refused.kept is None
    with pytest.raises(FrozenInstanceError):
        refused.student = "grace"
