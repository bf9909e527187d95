"""A stranger's text made fit for showing: nothing moves a cursor, turns a line round or fills a page."""

import unicodedata

LONGEST_LINE = 1_000  # characters
MOST_LINES = 2_000
UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # such as controls, bidi overrides, lone surrogates


def shown(text: str) -> str:
    """Return a text with its invisible characters spelt out, and with what is too long cut and counted."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept = [_line(line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        kept.append(f"[{len(lines) - MOST_LINES:,} more lines are not shown]")
    return "\n".join(kept)


def _line(line: str) -> str:
    text = "".join(map(_character, line[:LONGEST_LINE]))
    left_out = len(line) - LONGEST_LINE
    return f"{text} [{left_out:,} more characters are not shown]" if left_out > 0 else text


def _character(character: str) -> str:
    if character == "\t" or unicodedata.category(character) not in UNSEEN:
        return character
    return f"\\u{ord(character):04x}"
