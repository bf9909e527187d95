"""A stranger's text made fit for showing."""

from hypothesis import given
from hypothesis import strategies as st

from course_utils.classroom.shown import LONGEST_LINE, MOST_LINES, shown


def test_plain_text_stays_as_it_is():
    text = "def f(x):\n\treturn x  # größer ≥ 漢字 <b> & \\u0000"
    assert shown(text) == text


def test_what_cannot_be_seen_is_spelt_out():
    assert (
        shown("a\x1b[31m\x00\u202eb\u2028\ud800\r\nc\rd")
        == "a\\u001b[31m\\u0000\\u202eb\\u2028\\ud800\nc\\u000dd"
    )


def test_what_is_too_long_is_cut_and_counted():
    assert (
        shown("x" * (LONGEST_LINE + 1_234)) == "x" * LONGEST_LINE + " [1,234 more characters are not shown]"
    )
    assert shown("x\n" * (MOST_LINES + 2)).endswith("x\n[3 more lines are not shown]")


@given(st.text(st.characters()))
def test_whatever_comes_can_be_written_and_read_again(text):
    assert shown(text).encode("utf-8").decode() == shown(text)
    assert all(
        character.isprintable() or character in "\n\t" or character.isspace() for character in shown(text)
    )
