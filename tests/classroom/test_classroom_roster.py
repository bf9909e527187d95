"""The roster: read as spreadsheets write it, and refused where an id cannot name a folder."""

import pytest

from course_utils.classroom.roster import Student, read_roster


@pytest.fixture
def read(tmp_path):
    def read_bytes(content):
        path = tmp_path / "roster.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_roster(path)

    return read_bytes


def test_students_come_by_id_in_the_order_of_the_file(read):
    students = read("id,first_name,last_name,email,lms_id\r\nzoe,Zoë,Ng,z@x.org,7\r\n\r\nada, Ada ,,,\r\n")
    assert list(students) == ["zoe", "ada"]
    assert students["zoe"] == Student("zoe", "Zoë", "Ng", "z@x.org", "7")
    assert students["ada"].name == "Ada"


def test_a_byte_order_mark_and_missing_columns_do_no_harm(read):
    assert read(b"\xef\xbb\xbfid,email\nada,a@x.org\n") == {"ada": Student("ada", email="a@x.org")}
    assert read("id\nada\n")["ada"].name == "ada"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "has the columns none; wanted are id, first_name"),
        ("name\nada\n", "has the columns name"),
        ("id,phone\nada,1\n", "has the columns id, phone"),
        ("id\nada,1\n", "line 2 has more fields"),
        ("id\n../ada\n", "line 2: id is '../ada'; wanted are 1 to 64 letters"),
        ("id\n_unknown\n", "id is '_unknown'"),
        ("id,email\n,a@x.org\n", "id is ''"),
        ("id\nada\nAda\n", "line 3: id is 'Ada', which another student has already"),
        ("id,email,lms_id\nada,,7\nben,,7\n", "line 3: lms_id is '7', which ada has already"),
        ('id,email\nada,"a@x.org\nben,b@x.org\nzoe,z@x.org\n', "is no table of commas in UTF-8"),
        ('id,email\nada,"a@x.org\nben,"\nzoe,z@x.org\n', "line 3 ends a field that holds a line break"),
        (b"id\n\xff\n", "is no table of commas in UTF-8"),
    ],
)
def test_a_wrong_roster_is_one_sentence(read, content, said):
    with pytest.raises(ValueError, match="roster.csv") as raised:
        read(content)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
