from course_utils.classroom.intake.refusal import LONGEST_QUOTE, printable, quoted, size


def test_a_strangers_words_are_short_and_printable():
    assert quoted("cells.ipynb") == "'cells.ipynb'"
    assert len(quoted("x" * 10_000)) == LONGEST_QUOTE + 2
    hostile = quoted("a\n\0\x1b[31m\u202egnp.exe\udcff")
    assert hostile.isprintable()
    assert "\u202e" not in hostile
    assert printable("a\nb") == "a\\nb"


def test_sizes_are_written_as_people_say_them():
    assert [size(n) for n in (0, 999, 1_500, 30_000_000)] == ["0 bytes", "999 bytes", "1.5 kB", "30 MB"]
