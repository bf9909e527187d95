"""A drawing brought to the size and place that MNIST gave to its digits."""

import numpy as np
from PIL import Image

from course_utils.widgets.checks import checked_images

SIZE = 28
BOX = 20
CENTRE = SIZE // 2


def centred(image: np.ndarray) -> np.ndarray:
    """Scale a digit to 20 pixels, and put its centre of mass into the middle.

    This is how MNIST was made from its writers' forms: the ink is scaled, in its own proportions, so that
    its longer side has 20 pixels (which leaves grey edges); then it is moved by whole pixels until its centre
    of mass lies in the middle of the 28 x 28 picture. A network trained on MNIST has seen nothing else.

    Args:
        image: pixels, 0 for paper to 255 for ink; a sheet without ink stays as it is.

    Shape:
        uint8 (28, 28) -> a new uint8 (28, 28).

    Raises:
        ValueError: the image does not fit; the message says how.

    Source: LeCun, Bottou, Bengio and Haffner (1998), and the page of the data set. Lesson 03.
    """
    image = checked_images("image", image, (SIZE, SIZE))
    if not image.any():
        return image.copy()
    ink = _scaled(_cropped(image))
    sheet = np.zeros((SIZE, SIZE), dtype=np.uint8)
    top, left = _corner(ink)
    sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return sheet


def _cropped(image: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _scaled(ink: np.ndarray) -> np.ndarray:
    height, width = (max(1, round(side * BOX / max(ink.shape))) for side in ink.shape)
    return np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BILINEAR))


def _corner(ink: np.ndarray) -> tuple[int, int]:
    """Return top and left of the place where the centre of mass is nearest to the middle of the sheet."""
    total = ink.sum(dtype=float)
    corner = []
    for axis, side in enumerate(ink.shape):
        mass = ink.sum(axis=1 - axis, dtype=float) @ np.arange(side) / total
        # The far end of a lopsided shape stays on the sheet.
        corner.append(int(np.clip(round(CENTRE - mass), 0, SIZE - side)))
    return corner[0], corner[1]
