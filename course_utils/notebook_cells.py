"""A look into the cells of a notebook: which are code, what their tags say, what they have shown."""

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CITED = re.compile(r"\(corrects (T\d\.\d+)\)")


class Correction(NamedTuple):
    """A cell that corrects a pitfall: by a claim, named by its id, or by a citation (None)."""

    pitfall: str
    cell: str
    claim: str | None


def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree of a code cell, or None where it is not plain Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError):
            return None


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def has_tag(cell: NotebookNode, tag: str) -> bool:
    """Return whether the cell carries the tag."""
    return tag in cell.metadata.get("tags", [])


def texts(cell: NotebookNode) -> Iterator[str]:
    """Yield every text among the outputs of a code cell; the HTML image of a picture is none."""
    for output in cell.outputs:
        if output.output_type == "stream":
            yield output.text
        elif output.output_type == "error":
            yield f"{output.ename}: {output.evalue}"
        else:
            data = without_html_image(output.data)
            yield from (str(text) for mime, text in data.items() if mime.startswith("text/"))


def without_html_image(data: dict) -> dict:
    """Return what an output shows without the HTML that holds its picture once more, with its alt text."""
    pictured = any(mime.startswith("image/") for mime in data)
    return {mime: content for mime, content in data.items() if not (pictured and mime == "text/html")}


def claims_in(cell: NotebookNode) -> list[ast.Call]:
    """Return every call of claim() in a code cell."""
    tree = parsed(cell.source)
    calls = (node for node in ast.walk(tree or ast.Module([], [])) if isinstance(node, ast.Call))
    return [call for call in calls if getattr(call.func, "id", None) == "claim"]


def corrections(notebook: NotebookNode) -> Iterator[Correction]:
    """Yield what the cells correct, in order."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from (Correction(pitfall, cell.id, None) for pitfall in CITED.findall(cell.source))
        elif cell.cell_type == "code":
            for call in claims_in(cell):
                refuted = [ast.literal_eval(word.value) for word in call.keywords if word.arg == "refutes"]
                yield from (Correction(pitfall, cell.id, call.args[0].value) for pitfall in refuted)
