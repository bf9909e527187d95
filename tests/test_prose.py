import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.prose import shown, stated


def lesson(*prose, output=""):
    cells = [new_markdown_cell(text) for text in prose]
    cells.append(new_code_cell("print()", outputs=[new_output("stream", name="stdout", text=output)]))
    return nbformat.from_dict(new_notebook(cells=cells))


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("It reads 97.5 % of 10,000 digits.", {"97.5", "10000"}),
        ("The slope is 0.577, and it took 3 seeds.", {"0.577", "3"}),
        ("See the 2,000 images, and 2000 images more.", {"2000"}),
        ("It held out for 1950 steps, in 2015 runs.", {"1950", "2015"}),
        ("<summary>1. Is 91 % enough?</summary>", {"91"}),
    ],
)
def test_numbers_are_found(prose, found):
    assert stated(lesson(prose)) == found


@pytest.mark.parametrize(
    "prose",
    [
        "# 03 \u00b7 MNIST",
        "## 7. The test set, opened once",
        "1. turn images into sequences\n2. train",
        "`LSTM(10, 30)` and ```python\nx = 5\n```",
        "$120 \\times 10$ and $$h_{t-1} = 5$$",
        "Elman (1990); Smith and Topin 2019.",
        "lesson 05 compares, lessons 06 to 11 go on, section 2 shows, (corrects T4.1)",
        "### Exercise `03-evaluate`: measure\n\nDifficulty \u25cf\u25cb\u25cb \u00b7 5 minutes",
        "<summary>Hint 1 of 3</summary>",
        "**Time:** 75 minutes for you, 40 seconds for the machine.",
        "h_0, c_0, x2 and Conv2d",
    ],
)
def test_what_states_no_measurement_is_passed_over(prose):
    assert stated(lesson(prose)) == set()


def test_shown_numbers_are_those_of_the_outputs():
    assert shown(lesson("No 5 here.", output="\u2713 [03-a] 24,714 of 30 are 0.5")) >= {"24714", "30", "0.5"}
