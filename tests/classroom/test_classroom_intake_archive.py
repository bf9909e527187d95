import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.classroom.intake import archive
from course_utils.classroom.intake.archive import entries, path_fault, unpacked
from course_utils.classroom.intake.refusal import Refusal
from tests.classroom.handing_in import answered, packed


def test_files_are_listed_and_unpacked():
    content = packed({"ada/": b"", "ada/small.ipynb": b"abc"})
    assert entries(io.BytesIO(content)) == [(1, "ada/small.ipynb", "")]
    assert unpacked(io.BytesIO(content), 1, 3) == b"abc"


def test_an_entry_larger_than_it_may_be_is_refused():
    with pytest.raises(Refusal, match="unpacks to more than 2 bytes"):
        unpacked(io.BytesIO(packed({"a": b"abc"})), 0, 2)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"x" * 1000, answered(), packed({"a": b"1"})[:-10]],
    ids=["nothing", "two bytes", "text", "no files", "cut off"],
)
def test_what_is_no_archive_is_refused(content):
    with pytest.raises(Refusal, match="no zip archive"):
        entries(io.BytesIO(content))


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd", "../a", "a/../../b", "a/./b", "a//b", "C:/a", "C:a", "a\\b", "..\\a",
        "a\0.ipynb", "..", "x" * 501, "/".join("abcdefghijklmn"),
    ],
)  # fmt: skip
def test_a_path_that_is_not_plain_is_a_fault(name):
    assert path_fault(name)


def test_a_plain_path_is_none():
    assert path_fault("Ada Lovelace_1_assignsubmission_file_/ü small (1).ipynb") == ""


@pytest.mark.parametrize("name", ["/abc", "../a", "a\\bc", "a\0bc"])
def test_such_an_entry_is_listed_with_its_fault(name):
    content = packed({"xxxx": b"1"}).replace(b"xxxx", name.encode())
    (entry,) = entries(io.BytesIO(content))
    assert entry.fault.startswith("has a path that")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_special_file_is_a_fault(kind):
    info = zipfile.ZipInfo("small.ipynb")
    info.external_attr = (kind | 0o777) << 16
    (entry,) = entries(io.BytesIO(packed({info: b"/etc/passwd"})))
    assert entry.fault == "is a symbolic link or another special file"


def test_two_entries_with_one_name_are_both_faults():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed([("a", b"1"), ("a", b"2"), ("b", b"3")])
    assert [entry.fault for entry in entries(io.BytesIO(content))] == ["is there twice", "is there twice", ""]


def test_an_encrypted_entry_is_a_fault():
    content = bytearray(packed({"a": b"1"}))
    content[content.index(b"PK\x01\x02") + 8] |= archive.ENCRYPTED
    (entry,) = entries(io.BytesIO(content))
    assert entry.fault == "is encrypted"


def test_an_unusual_packing_is_a_fault():
    (entry,) = entries(io.BytesIO(packed({"a": b"1"}, zipfile.ZIP_LZMA)))
    assert entry.fault == "is packed in an unusual way"


def test_a_bomb_is_a_fault_and_is_not_unpacked():
    content = packed({"a": bytes(20_000_000)})
    (entry,) = entries(io.BytesIO(content))
    assert entry.fault.startswith("would unpack from")
    with pytest.raises(Refusal, match="unpacks to more than"):
        unpacked(io.BytesIO(content), 0, 1_000)


@pytest.mark.parametrize("says", [1, 3_000])
def test_an_entry_that_lies_about_its_size_is_damaged(says):
    content = bytearray(packed({"a": b"x" * 1_000}))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, says)
    with pytest.raises(Refusal, match="damaged in the archive"):
        unpacked(io.BytesIO(bytes(content)), 0, 5_000)


def test_there_are_limits_to_the_number_and_the_sum(monkeypatch):
    content = io.BytesIO(packed({"a": b"1", "b": b"2"}))
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1)
    with pytest.raises(Refusal, match="unpacks to more than 1 bytes"):
        entries(content)
    monkeypatch.setattr(archive, "MOST_ENTRIES", 1)
    with pytest.raises(Refusal, match="holds 2 entries; wanted are at most 1"):
        entries(content)


def test_a_name_in_utf8_is_read_whether_it_says_so_or_not():
    content = packed({"ü.ipynb": b"1"})
    flags = content.index(b"PK\x01\x02") + 8
    unsaid = bytearray(content)
    unsaid[flags + 1] &= ~(archive.UTF8 >> 8)
    local = content.index(b"PK\x03\x04") + 6
    unsaid[local + 1] &= ~(archive.UTF8 >> 8)
    for one in (content, bytes(unsaid)):
        assert entries(io.BytesIO(one))[0].name == "ü.ipynb"
        assert unpacked(io.BytesIO(one), 0, 10) == b"1"


def test_a_name_in_another_encoding_is_still_a_name():
    content = packed({"xx.ipynb": b"1"}).replace(b"xx", b"\x81\xff")
    assert entries(io.BytesIO(content))[0].name == "ü\xa0.ipynb"


def read_or_refuse(content):
    file = io.BytesIO(content)
    try:
        for index, name, fault in entries(file):
            assert (type(index), type(name), type(fault)) == (int, str, str)
            if not fault:
                assert len(unpacked(file, index, 100)) <= 100
    except Refusal:
        return


WHOLE = packed({"ada/small.ipynb": b"abc", "grace/": b"", "grace/ü.ipynb": b"x" * 50})


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    read_or_refuse(content)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_damaged_archive_is_read_or_refused(changes):
    content = bytearray(WHOLE)
    for index, byte in changes:
        content[index] = byte
    read_or_refuse(bytes(content))


@given(st.integers(0, len(WHOLE)), st.integers(0, 30), st.binary(max_size=30))
def test_any_cut_archive_is_read_or_refused(start, length, content):
    read_or_refuse(WHOLE[:start] + content + WHOLE[start + length :])
