import re
from itertools import product
from xml.etree import ElementTree

import pytest

from course_utils.widgets.one_unit_view import HEIGHT, STEPS, WIDTH, one_unit_view

SVG = "{http://www.w3.org/2000/svg}"
FIXED_POINT = "6"  # radius


def shapes(view, tag):
    return list(ElementTree.fromstring(view.picture).iter(f"{SVG}{tag}"))


def test_it_draws_every_state_with_the_pulse_and_the_start():
    dots = [circle for circle in shapes(one_unit_view(), "circle") if circle.get("r") == "3.5"]
    assert len(dots) == STEPS + 1
    heights = [float(dot.get("cy")) for dot in dots]
    assert heights[0] > heights[1], "the pulse lifts the state"
    assert heights[1:] == sorted(heights[1:]), "then it sinks"


def test_filled_points_attract_and_hollow_ones_repel():
    marks = [circle for circle in shapes(one_unit_view(w_hh=1.5), "circle") if circle.get("r") == FIXED_POINT]
    assert [mark.get("fill") == "none" for mark in marks] == [False, True, False]
    assert [float(mark.get("cx")) for mark in marks] == sorted(float(mark.get("cx")) for mark in marks)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "w_ih = 1.00, w_hh = 0.50, b = 0.00."),
        ({}, "The pulse fades: from step 8 on it makes a difference of less than 0.01."),
        ({"w_hh": 0.0}, "from step 2 on"),
        ({"w_hh": 1.0}, "fades slowly: after 1,000 steps it still makes a difference of 0.04."),
        ({"w_hh": 1.5}, "The unit latches: after the pulse it stays at 0.86, without it at 0.00."),
        ({"w_hh": 1.5}, "Fixed points: −0.86 (attracts), 0.00 (repels), 0.86 (attracts)."),
        ({"w_hh": -1.5}, "The unit flips: after the pulse it is at 0.86 and −0.86 in turn"),
        ({"w_hh": -1.5}, "Fixed point: 0.00 (repels)."),
        ({"w_hh": -2.0, "b": 0.3}, "Without it the state ends at 0.97 and −0.93 in turn."),
        ({"w_ih": 0.0}, "The unit does not feel the pulse."),
    ],
)
def test_the_sentence_says_what_becomes_of_the_pulse(arguments, words):
    assert words in one_unit_view(**arguments).sentence


@pytest.mark.parametrize(
    ("w_ih", "w_hh", "b"), list(product((-10, -3, 0, 3, 10), (-10, -1.0, 0, 1, 10.0), (-10, -1.5, 0, 10)))
)
def test_all_settings_are_drawn_inside_the_picture(w_ih, w_hh, b):
    view = one_unit_view(w_ih, w_hh, b)
    assert "−0.00" not in view.sentence
    assert "nan" not in view.picture
    for line in shapes(view, "polyline"):
        for x, y in re.findall(r"(\S+),(\S+)", line.get("points")):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT


def test_the_picture_has_the_sentence_as_its_label():
    view = one_unit_view(w_hh=1.5)
    assert ElementTree.fromstring(view.picture).get("aria-label") == view.sentence
    (description,) = shapes(view, "desc")
    assert description.text.startswith("States: 0.76, 0.82, 0.84, ")


def test_it_is_a_function_of_its_arguments():
    assert one_unit_view(1, 1.5, 0) == one_unit_view(1.0, 1.5, 0.0)


@pytest.mark.parametrize("name", ["w_ih", "w_hh", "b"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10.1, "1", None, True])
def test_what_is_no_number_in_range_is_refused(name, value):
    with pytest.raises(ValueError, match=rf"^{name} is .*; wanted is a number from -10 to 10$"):
        one_unit_view(**{name: value})
