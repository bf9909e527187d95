"""Small pieces of MyST Markdown."""

import re
from collections.abc import Iterable

SPECIAL = re.compile(r"([\\`*_\[\]<>{}|$])")
QUOTED = re.compile(r"(``?[^`]+``?)")
CODE = re.compile(r"\S*[_=(.]|\w,")  # a name of code or a single letter, which a capital would change


def plain(text: str) -> str:
    """Return the text with a backslash before every sign that would mean something."""
    return SPECIAL.sub(r"\\\1", text)


def summary(text: str) -> str:
    """Return the first line of a docstring, `plain` but for what stands between backticks."""
    parts = QUOTED.split(text)
    return "".join(f"`{part.strip('`')}`" if QUOTED.match(part) else plain(part) for part in parts)


def sentence(phrase: str) -> str:
    """Return a phrase of the catalogue of pitfalls as the beginning of a sentence, `plain`."""
    return plain(phrase if CODE.match(phrase) else phrase[:1].upper() + phrase[1:])


def anchor(lesson: str, cell: str) -> str:
    """Return the name under which pages link to a cell of a lesson."""
    return f"cell-{lesson}-{cell}"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table with a header."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
