"""Take the picture of the README from lesson 03, where it is an output (`make picture`)."""

import base64
from pathlib import Path

from tests.lesson_source import read

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "belief.png"
CELL = "one-change-of-mind"


def stored_picture() -> bytes:
    """Return the figure as the lesson's cell has stored it."""
    (cell,) = (cell for cell in read("03").cells if cell.id == CELL)
    (figure,) = (output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {}))
    return base64.b64decode(figure)


if __name__ == "__main__":
    PICTURE.write_bytes(stored_picture())
