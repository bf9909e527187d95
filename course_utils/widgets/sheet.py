"""A drawing as a browser sends it: the bytes of 28 x 28 pixels, row by row."""

import numpy as np

from course_utils.widgets.checks import checked_images

ROWS = 28
EMPTY = bytes(ROWS * ROWS)


def checked_drawing(name: str, value: object) -> bytes:
    """Return the bytes, or raise the ValueError that says what does not fit."""
    if not isinstance(value, bytes | bytearray | memoryview):
        raise ValueError(f"{name} is a {type(value).__name__}; wanted are {len(EMPTY)} bytes, one a pixel")
    drawing = bytes(value)
    if len(drawing) != len(EMPTY):
        raise ValueError(f"{name} holds {len(drawing)} bytes; wanted are {len(EMPTY)} bytes, one a pixel")
    return drawing


def to_image(drawing: bytes) -> np.ndarray:
    """Return the pixels of a drawing as an array of its own, 784 bytes -> uint8 (28, 28)."""
    return np.frombuffer(drawing, dtype=np.uint8).reshape(ROWS, ROWS).copy()


def to_bytes(image: np.ndarray) -> bytes:
    """Return the bytes of a picture, uint8 (28, 28) -> 784 bytes.

    Raises:
        ValueError: the picture does not fit; the message says how.
    """
    return checked_images("image", image, (ROWS, ROWS)).tobytes()
