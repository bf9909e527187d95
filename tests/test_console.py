import re

from course_utils.console import say, show_table


def test_a_table_shows_every_text_as_it_is(capsys):
    show_table(("lesson", "result"), [("03_small", "[bold]ok[/bold] :smile:"), ("04_small", "failed")])
    shown = capsys.readouterr().out
    assert re.search(r"lesson +result", shown)
    assert re.search(r"03_small +\[bold\]ok\[/bold\] :smile:", shown)
    assert shown.index("03_small") < shown.index("04_small")


def test_a_long_text_folds_instead_of_being_cut(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    show_table(("lesson", "found"), [("a", "x" * 100)])
    assert capsys.readouterr().out.count("x") == 100


def test_a_sentence_is_shown_in_one_piece(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    sentence = "claim [03-first-loss] " + "word " * 40 + "end"
    say(sentence)
    assert capsys.readouterr().out == sentence + "\n"
