from course_utils.classroom.intake import handed
from course_utils.classroom.intake.claims import Claim, Found
from course_utils.classroom.intake.handed import by_student
from course_utils.classroom.intake.people import People
from tests.classroom.handing_in import NAME, ROSTER


def sort(*claims):
    batches, unknown = by_student(claims, People(ROSTER), NAME)
    return {batch[0].student: batch for batch in batches}, unknown


def claim(name, *paths, is_file=False, arrived=0.0):
    found = [Found(tuple(path.split("/")), index) for index, path in enumerate(paths)]
    return Claim(name, is_file, found, arrived=arrived)


def test_files_of_one_student_are_one_submission():
    students, unknown = sort(
        claim("lovelaceada_101_1_small.ipynb", "lovelaceada_101_1_small.ipynb", is_file=True),
        claim("lovelaceada_101_2_classifier-3.pt", "lovelaceada_101_2_classifier-3.pt", is_file=True),
        claim("hoppergrace_102_3_small.ipynb", "hoppergrace_102_3_small.ipynb", is_file=True),
    )
    assert unknown == []
    assert sorted(students) == ["ada", "grace"]
    (one,) = students["ada"]
    assert [file.path for file in one.found] == [("small.ipynb",), ("classifier.pt",)]
    assert one.arrived is None


def test_each_folder_of_an_exchange_is_a_submission_in_order_of_arrival():
    students, _ = sort(
        claim(f"ada+{NAME}+2000+x", "second.ipynb", arrived=20.0),
        claim(f"ada+{NAME}+3000+y", "first.ipynb", arrived=10.0),
        claim("ada+other+2000+x", "other.ipynb", arrived=5.0),
    )
    assert [one.found[0].path for one in students["ada"]] == [("first.ipynb",), ("second.ipynb",)]
    assert [one.arrived for one in students["ada"]] == [10.0, 20.0]


def test_what_an_unknown_person_calls_a_folder_inside_is_not_believed():
    students, unknown = sort(claim("bob", "ada/small.ipynb"), claim("ada", "small.ipynb"))
    assert len(students["ada"][0].found) == 1
    assert [one.name for one in unknown] == ["bob"]


def test_the_claims_stay_as_they_are():
    one = claim("ada", "small.ipynb")
    sort(one, claim("101", "classifier.pt"))
    assert len(one.found) == 1


def test_of_very_many_folders_of_an_exchange_the_last_ones_count(monkeypatch):
    monkeypatch.setattr(handed, "MOST_ATTEMPTS", 2)
    names = [(f"ada+{NAME}+{number}+x", float(number)) for number in range(1, 5)]
    students, _ = sort(*(claim(name, "small.ipynb", arrived=arrived) for name, arrived in names))
    assert [one.arrived for one in students["ada"]] == [3.0, 4.0]
    assert students["ada"][1].odd == ["There are 4 submissions; the last 2 are looked at."]
