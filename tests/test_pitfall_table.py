from course_utils.pitfalls import pitfalls
from tests.pitfall_table import TABLE, places, table


def test_every_pitfall_is_corrected_in_a_lesson():
    assert {place.correction.pitfall for place in places()} == set(pitfalls())


def test_only_history_is_left_to_a_citation():
    assert {place.correction.pitfall for place in places() if not place.correction.claim} == {"T4.1"}


def test_the_stored_page_is_that_of_the_catalogue_and_the_lessons():
    """Where this fails after a change, `make pitfalls` writes the page anew."""
    assert TABLE.read_text(encoding="utf-8") == table()
