import pytest

from course_utils.classroom.intake.layouts import ANY
from course_utils.classroom.intake.people import People
from tests.classroom.handing_in import ROSTER, Student

PEOPLE = People(ROSTER)


@pytest.mark.parametrize(
    "name",
    [
        "ada",
        "ADA",
        " ada ",
        "ada@example.org",
        "Ada@Example.org",
        "101",
        "Ada Lovelace",
        "Lovelace, Ada",
        "lovelaceada",
    ],
)
def test_a_student_is_known_by_id_address_number_and_name(name):
    assert PEOPLE.find(ANY, name) == "ada"


@pytest.mark.parametrize(
    "name", ["Zoë Müller-Lüdenscheidt", "Zoe\u0308 Mu\u0308ller-Lu\u0308denscheidt", "mullerludenscheidtzoe"]
)
def test_accents_may_be_written_in_any_way(name):
    assert PEOPLE.find(["name"], name) == "zoe"


@pytest.mark.parametrize("name", ["", "bob", "lovelace", "10", "ada/../grace"])
def test_nobody_is_guessed(name):
    assert PEOPLE.find(ANY, name) is None


def test_only_the_kinds_that_are_asked_for_count():
    assert PEOPLE.find(["id"], "Ada Lovelace") is None


def test_an_id_goes_before_somebody_elses_name():
    people = People([Student("grace", "Ada", "Lovelace"), Student("adalovelace", "Grace", "Hopper")])
    assert people.find(ANY, "adalovelace") == "adalovelace"


def test_a_name_of_two_is_nobodys_and_the_sentence_says_so():
    people = People([Student("a1", "Anna", "Meyer"), Student("a2", "Anna", "Meyer")])
    assert people.find(ANY, "Anna Meyer") is None
    assert "several students" in people.why_not("Anna Meyer")
    assert people.why_not("bob") == "'bob' means nobody in the roster."


def test_one_without_names_is_not_meant_by_a_name_without_letters():
    assert People([Student("ada")]).find(ANY, "+++") is None
