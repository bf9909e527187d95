import re
from xml.etree.ElementTree import Element

import numpy as np
import pytest

from course_utils.widgets.pixels import GREYS, draw_pixels


def shades(group):
    """Read the grey of every pixel out of the paths."""
    paper, *paths = list(group)
    drawn = np.full((int(paper.get("height")), int(paper.get("width"))), 255)
    for path in paths:
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.get("d")):
            drawn[int(y), int(x)] = int(re.fullmatch(r"rgb\((\d+),\1,\1\)", path.get("fill"))[1])
    return drawn


@pytest.mark.parametrize("shape", [(28, 28), (2, 5), (1, 1)])
def test_every_pixel_has_its_shade(shape):
    image = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    group = draw_pixels(Element("svg"), image, 3, 4, 5)
    assert np.abs(shades(group) - (255 - image.astype(int))).max() <= 255 / GREYS / 2
    assert group.get("transform") == "translate(3 4) scale(5)"


def test_paper_and_full_ink_are_exact():
    image = np.array([[0, 255]], dtype=np.uint8)
    assert shades(draw_pixels(Element("svg"), image, 0, 0, 1)).tolist() == [[255, 0]]


def test_an_empty_sheet_is_paper_alone():
    root = Element("svg")
    group = draw_pixels(root, np.zeros((28, 28), dtype=np.uint8), 0, 0, 1)
    assert list(root) == [group]
    assert [child.get("fill") for child in group] == ["#ffffff"]
