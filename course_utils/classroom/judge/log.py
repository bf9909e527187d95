"""Calls as they are kept in a result file: whole, so that a teacher can repeat them."""

import base64

from course_utils.classroom.plain_data import TooLarge, encode, unpack


def as_json(value: object) -> str:
    """Return a value as text: its message in base 64, or why there is none."""
    try:
        return base64.b64encode(encode(value)).decode()
    except TooLarge as error:
        return f"too large: {error}"


def from_json(text: str) -> object:
    """Return the value that `as_json` wrote.

    Raises:
        ValueError: the text holds none.
    """
    return unpack(base64.b64decode(text, validate=True))
