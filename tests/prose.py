"""What a lesson's prose says in digits, beside what its cells have shown."""

import re

from nbformat import NotebookNode

from course_utils.notebook_cells import texts

# What is no statement about a measurement: code, formulas, addresses, and the course speaking of itself.
NO_STATEMENT = re.compile(
    r"""```.*?``` | `[^`]*` | <code>.*?</code> | \$\$.*?\$\$ | \$[^$\n]*\$   # code and formulas
    | \]\([^)]*\) | <[^>]*>                                               # targets of links, tags
    | ^\#\ \d\d\ · | ^\#\#+\ (?:\d+\.|Exercise) | ^Difficulty.*$ | ^\*?\*?\d+\.\s   # headings and lists
    | (?<=<summary>)\d\. | Hint\ \d\ of\ \d
    | \b(?:[Ll]essons?|[Ss]ections?|[Cc]hapters?)\ \d+(?:(?:\ (?:to|and)\ |,\ )\d+)*   # places in the course
    | \b(?:0\d|1[01])\b(?=\ [A-Z])                                          # "01 RNN basics"
    | \bT\d\.\d+ | \b\d+\ minutes\ for\ you,\ \d+\ seconds\ for\ the\ machine
    | \b(?:[A-Z][a-z]+|al\.)\ (?:1[89]|20)\d\d\b | \((?:1[89]|20)\d\d\)              # the years of citations
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w]*-bit)")


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, without separators: {"24714", "0.577"}."""
    return {found.rstrip(",").replace(",", "") for found in NUMBER.findall(text)}


def stated(notebook: NotebookNode) -> set[str]:
    """Return every number that the lesson's prose states."""
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return set().union(*(numbers(NO_STATEMENT.sub(" ", source)) for source in prose))


def shown(notebook: NotebookNode) -> set[str]:
    """Return every number that stands in a claim or another shown text of the lesson."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return set().union(*(numbers(text) for cell in cells for text in texts(cell)))
