"""Calls as they are kept in a result file: whole unless huge, for a teacher to repeat."""

import base64

from course_utils.classroom.plain_data import TooLarge, encode, unpack

MOST_BYTES = 1 << 19  # a checkpoint of the course's own networks fits


def as_json(value: object) -> str:
    """Return a value as text: its message in base 64, or why there is none."""
    try:
        message = encode(value)
    except TooLarge as error:
        return f"too large: {error}"
    if len(message) > MOST_BYTES:
        return f"too large: {len(message)} bytes; at most {MOST_BYTES} are kept"
    return base64.b64encode(message).decode()


def from_json(text: str) -> object:
    """Return the value that `as_json` wrote.

    Raises:
        ValueError: the text holds none.
    """
    return unpack(base64.b64decode(text, validate=True))
