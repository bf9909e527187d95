from course_utils.pitfalls import pitfalls, tutorials


def test_every_tutorial_is_numbered_without_a_gap():
    assert list(tutorials()) == ["T0", "T1", "T2", "T3", "T4"]
    counts = {"T0": 15, "T1": 5, "T2": 9, "T3": 14, "T4": 9}
    assert list(pitfalls()) == [f"{key}.{n}" for key, count in counts.items() for n in range(1, count + 1)]


def test_every_row_says_two_different_things_in_plain_words():
    for id, pitfall in pitfalls().items():
        assert pitfall.id == id
        assert len({pitfall.says, pitfall.truth}) == 2
        assert all("|" not in text and "\n" not in text for text in pitfall), "it stands in a table"
