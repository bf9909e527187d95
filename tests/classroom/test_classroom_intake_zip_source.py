import pytest

from course_utils.classroom.intake import limited, zip_source
from course_utils.classroom.intake.refusal import Refusal
from course_utils.classroom.intake.zip_source import ZipSource
from tests.classroom.handing_in import packed, write


def claims(folder, files, *known):
    source = ZipSource(write(folder / "in.zip", packed(files)))
    return source, {claim.name: claim for claim in source.claims(lambda name: name in known)}


def paths(claim):
    return ["/".join(file.path) for file in claim.found]


def test_what_is_in_an_archive_is_sorted_by_name(tmp_path):
    files = {"ada/small/small.ipynb": b"1", "ada/a.pt": b"2", "__MACOSX/ada/x": b"3", "grace.ipynb": b"4"}
    source, found = claims(tmp_path, files)
    assert sorted(found) == ["ada", "grace.ipynb"]
    assert paths(found["ada"]) == ["small/small.ipynb", "a.pt"]
    assert found["grace.ipynb"].is_file
    with source.opened(found["ada"].found[1]) as file:
        assert limited.ask(file.descriptor, "file", file.entry, 10).content == b"2"


def test_folders_around_all_of_it_are_passed_over_but_a_student_is_none(tmp_path):
    files = {"out/er/ada/small.ipynb": b"1", "out/er/grace/small.ipynb": b"2"}
    assert sorted(claims(tmp_path, files)[1]) == ["ada", "grace"]
    assert sorted(claims(tmp_path, {"ada/small/small.ipynb": b"1"}, "ada")[1]) == ["ada"]


def test_a_fault_stays_with_the_submission_that_has_it(tmp_path):
    content = packed({"ada/small.ipynb": b"1", "grace/small.ipynb": b"2", "grace/back-slash": b"3"})
    path = write(tmp_path / "in.zip", content.replace(b"back-slash", b"back\\slash"))
    found = {claim.name: claim for claim in ZipSource(path).claims(lambda _: False)}
    assert found["ada"].odd == found["grace"].odd == []
    (claim,) = (claim for name, claim in found.items() if name not in ("ada", "grace"))
    assert claim.found == []
    assert claim.odd == ["'grace/back\\\\slash' has a path that is not relative and plain and is not taken."]


def test_one_submission_holds_so_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(zip_source, "MOST_FILES", 2)
    _, found = claims(tmp_path, {f"ada/{number}": b"" for number in range(4)} | {"grace/1": b""})
    assert len(found["ada"].found) == 2
    assert found["ada"].odd == ["There are more than 2 files; the rest is passed over."]
    assert found["grace"].odd == []


def test_what_is_no_archive_is_refused(tmp_path):
    with pytest.raises(Refusal, match="no zip archive"):
        ZipSource(write(tmp_path / "x", b"x")).claims(lambda _: False)


def test_an_empty_archive_holds_nothing(tmp_path):
    assert claims(tmp_path, {})[1] == {}
