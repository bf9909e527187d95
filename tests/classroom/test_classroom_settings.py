"""The settings of a class: read, and refused in one sentence that names the file and the setting."""

from datetime import UTC, datetime

import pytest

from course_utils.classroom.settings import LATE, TEMPLATE, Plan, read_settings


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "class.toml"
        path.write_text(text, encoding="utf-8")
        return read_settings(path)

    return read_text


def test_the_template_holds_the_defaults(read):
    settings = read(TEMPLATE.format(name="spring"))
    assert (settings.name, settings.attempt, settings.limits, settings.plans) == ("spring", "last", {}, {})
    assert settings.late == LATE
    assert settings.plan("sequences") == Plan(None, "")


def test_deadlines_are_kept_in_utc(read):
    settings = read(
        'name = "a"\n[assignments.sequences]\ndeadline = 2030-01-31T23:59:00+01:00\nlms_id = "7"\n'
        "[assignments.other]\nlms_id = 8\n"
    )
    assert settings.plan("sequences") == Plan(datetime(2030, 1, 31, 22, 59, tzinfo=UTC), "7")
    assert settings.plan("other") == Plan(None, "8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "is no TOML in UTF-8"),
        ("", "name is None; wanted is the name of the class"),
        ('name = "a/b"', "name is 'a/b'"),
        ('name = "a"\nattempts = 1', "attempts is no setting; wanted are name, attempt"),
        ('name = "a"\nattempt = "first"', "attempt is 'first'; wanted is one of last, best"),
        ('name = "a"\nlimits = 3', "limits is 3; wanted is a table, [limits]"),
        (
            'name = "a"\n[late]\npolicy = "harsh"',
            "[late] policy is 'harsh'; wanted is one of none, zero, percent",
        ),
        (
            'name = "a"\n[late]\npercent_per_day = 101',
            "percent_per_day is 101; wanted is a number from 0 to 100",
        ),
        (
            'name = "a"\n[late]\ngrace_minutes = true',
            "grace_minutes is True; wanted is a number from 0 to inf",
        ),
        ('name = "a"\n[late]\ngrace = 1', "[late] grace is no setting"),
        ('name = "a"\n[assignments]\nx = 1', "assignments.x is 1; wanted is a table"),
        (
            'name = "a"\n[assignments.x]\ndue = 1',
            "[assignments.x] due is no setting; wanted are deadline, lms_id",
        ),
        ('name = "a"\n[assignments.x]\ndeadline = 2030-01-31T23:59:00', "with its distance from UTC"),
        ('name = "a"\n[assignments.x]\ndeadline = "soon"', "deadline is the text 'soon'"),
        (
            'name = "a"\n[limits]\ncell_second = 3',
            "[limits] cell_second is no setting; wanted are cell_seconds",
        ),
        ('name = "a"\nexchange = 3', "exchange is 3; wanted is a folder"),
    ],
)
def test_a_wrong_setting_is_one_sentence(read, text, said):
    with pytest.raises(ValueError, match="class.toml") as raised:
        read(text)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    (tmp_path / "class.toml").write_bytes(b'\xef\xbb\xbfname = "spring"')
    assert read_settings(tmp_path / "class.toml").name == "spring"
