"""A sheet to draw on by mouse, pen, finger or keys: the browser draws, the kernel gets the strokes."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

from course_utils.widgets.checks import checked_images

ROWS = 28
EMPTY = bytes(ROWS * ROWS)


class Pad(anywidget.AnyWidget):
    """A drawing pad of 28 x 28 pixels.

    A stroke appears at once while it is drawn, with soft edges as in MNIST; when the pen is lifted, ``value``
    changes. By keyboard: the arrow keys move the pen, Space puts it down or lifts it, Backspace takes the
    last stroke back, Delete clears the sheet.

    Attributes:
        value: the pixels row by row, a byte each, 0 for paper to 255 for ink.

    Source: Lesson 03.
    """

    _esm = Path(__file__).with_suffix(".js").read_text("utf-8")
    _css = Path(__file__).with_suffix(".css").read_text("utf-8")
    value = traitlets.CBytes(EMPTY).tag(sync=True)

    def __repr__(self) -> str:
        """Return a text that is the same in every run."""
        return "Pad()"

    @property
    def image(self) -> np.ndarray:
        """Return the pixels (28, 28) as a new array."""
        return to_image(self.value)

    def show(self, image: np.ndarray) -> None:
        """Put a picture on the sheet, uint8 (28, 28). Raises as `to_bytes`."""
        self.value = to_bytes(image)

    def clear(self) -> None:
        """Take an empty sheet."""
        self.value = EMPTY

    @traitlets.validate("value")
    def _whole_sheet(self, proposal) -> bytes:
        if len(proposal.value) != len(EMPTY):
            raise ValueError(f"value holds {len(proposal.value)} bytes; wanted are {len(EMPTY)}, one a pixel")
        return proposal.value


def to_image(value: bytes) -> np.ndarray:
    """Return the bytes of a drawing as an array of its own, 784 bytes -> uint8 (28, 28)."""
    return np.frombuffer(value, dtype=np.uint8).reshape(ROWS, ROWS).copy()


def to_bytes(image: np.ndarray) -> bytes:
    """Return the bytes of a picture, uint8 (28, 28) -> 784 bytes.

    Raises:
        ValueError: the picture does not fit; the message says how.
    """
    return checked_images("image", image, (ROWS, ROWS)).tobytes()
