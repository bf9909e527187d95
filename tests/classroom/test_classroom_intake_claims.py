import pytest

from course_utils.classroom.intake.claims import Claim, is_junk


@pytest.mark.parametrize(
    "path", ["__MACOSX/ada/x", "ada/.ipynb_checkpoints/x.ipynb", "ada/._small.ipynb", ".DS_Store"]
)
def test_what_systems_leave_behind_is_junk(path):
    assert is_junk(path.split("/"))


def test_what_students_hand_in_is_not():
    assert not is_junk(["ada", "small.ipynb"])


def test_two_claims_share_nothing():
    Claim("ada", False).odd.append("x")
    assert Claim("ada", False).odd == []
