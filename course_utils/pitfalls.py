"""The catalogue of pitfalls: what widely read tutorials get wrong, row by row; the lessons correct each."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Pitfall(NamedTuple):
    """A row: its id, such as "T0.4", what a tutorial says or does, and what is true instead."""

    id: str
    says: str
    truth: str


@cache
def tutorials() -> dict[str, str]:
    """Return what each of the tutorials is about: {"T0": "an LSTM on MNIST", ...}."""
    return {key: content["name"] for key, content in _content().items()}


@cache
def pitfalls() -> dict[str, Pitfall]:
    """Return every row of the catalogue by its id, in order."""
    return {
        f"{tutorial}.{number}": Pitfall(f"{tutorial}.{number}", *sentences)
        for tutorial, content in _content().items()
        for number, sentences in content.items()
        if number != "name"
    }


def _content() -> dict[str, dict]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
