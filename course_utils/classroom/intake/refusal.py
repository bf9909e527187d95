"""How intake says no: one sentence, in which the words of strangers stand quoted and short."""

LONGEST_QUOTE = 80


class Refusal(Exception):
    """Something is not taken; the text is one sentence that says why."""


def quoted(text: str) -> str:
    """Return a stranger's words in quotation marks, shortened, with everything unprintable escaped."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + "..."
    return repr(short)


def printable(text: str) -> str:
    """Return a stranger's words as `quoted` does, without the quotation marks."""
    return quoted(text)[1:-1]


def size(number: int) -> str:
    """Return a number of bytes as people say it.

    Args:
        number: of bytes, at least 0.
    """
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if number >= factor:
            return f"{number / factor:.4g} {unit}"
    return f"{number} bytes"
