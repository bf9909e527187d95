import matplotlib
import pytest

from course_utils.plotting import COLOURS, style

pytestmark = pytest.mark.usefixtures("drawn_figures")


def test_the_style_is_that_of_stored_figures():
    assert matplotlib.rcParams["figure.dpi"] == 78
    assert matplotlib.rcParams["font.size"] == 11
    assert matplotlib.rcParams["axes.titlelocation"] == "left"


def test_every_colour_stands_out_from_paper_and_is_its_own():
    def channel(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    def contrast_to_white(colour):
        red, green, blue = (channel(part) for part in matplotlib.colors.to_rgb(colour))
        return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)

    assert len(set(COLOURS.values())) == len(COLOURS)
    assert {name for name, colour in COLOURS.items() if contrast_to_white(colour) < 2.75} == set()


def test_lengths_that_differ_are_named():
    style.same_length(a=[1], b=[2])
    with pytest.raises(ValueError, match="lengths are a 1, b 2; wanted is the same for all, at least 1"):
        style.same_length(a=[1], b=[1, 2])
    with pytest.raises(ValueError, match="lengths are a 0"):
        style.same_length(a=[])
