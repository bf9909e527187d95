"""Naming the part of an answer that a mistake is in, where an answer has several."""

from collections.abc import Iterator
from contextlib import contextmanager

from course_utils.exercises.expectations import Mistake


@contextmanager
def in_part(name: str) -> Iterator[None]:
    """Put the name of the part in front of a mistake made inside the block."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(f"{name}: {mistake}") from mistake.__cause__
