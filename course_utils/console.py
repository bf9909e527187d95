"""What the command line shows: tables and sentences. rich is loaded when the first is shown."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console() -> "Console":
    """Return a console that takes brackets in texts, such as a claim's id, for what they are."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False)


def show_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Show a table; long texts fold inside their column."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def say(sentence: str) -> None:
    """Show a sentence; the terminal breaks its lines, so that it can be copied whole."""
    console().print(sentence, soft_wrap=True)
