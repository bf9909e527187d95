"""A grey picture drawn with SVG shapes: white paper, and a path for each shade of ink."""

from xml.etree.ElementTree import Element

import numpy as np

from course_utils.widgets.svg import add

GREYS = 15


def draw_pixels(parent: Element, image: np.ndarray, left: float, top: float, size: float) -> Element:
    """Draw the pixels on paper and return their group, in which a pixel has the width 1.

    Args:
        parent: what the picture is added to.
        image: pixels, 0 for paper to 255 for ink.
        left: where the paper begins.
        top: where the paper begins.
        size: of a pixel.

    Shape:
        image uint8 (H, W).
    """
    height, width = image.shape
    place = f"translate({left:g} {top:g}) scale({size:g})"
    paper = add(parent, "g", transform=place, shape_rendering="crispEdges")
    add(paper, "rect", width=width, height=height, fill="#ffffff")
    # Paths appear together with the picture; an embedded PNG is decoded later and flickers.
    levels = np.rint(image / 255 * GREYS).astype(int)
    for level in np.unique(levels[levels > 0]):
        pixels = "".join(f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(levels == level).tolist())
        grey = 255 - 255 // GREYS * int(level)
        add(paper, "path", d=pixels, fill=f"rgb({grey},{grey},{grey})")
    return paper
