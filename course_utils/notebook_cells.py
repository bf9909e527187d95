"""A look into the cells of a notebook: which are code, what their tags say, what they have shown."""

import ast
import warnings
from collections.abc import Iterator

from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SPOKEN_FIGURE = "spoken_figure"  # how `alt_text`, slow to load, marks the words of a figure


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
    """Yield every text among the outputs of a code cell, but for the words that go with a figure."""
    for output in cell.outputs:
        if SPOKEN_FIGURE in output.get("metadata", {}):
            continue
        if output.output_type == "stream":
            yield output.text
        elif output.output_type == "error":
            yield f"{output.ename}: {output.evalue}"
        else:
            yield from (str(text) for mime, text in output.data.items() if mime.startswith("text/"))
