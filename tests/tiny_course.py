"""A course of one module and one notebook, to try the machinery on in a second."""

from pathlib import Path

import nbformat

ADD = '''"""Sums."""

ROUNDS = 1


def add(a, b):
    """Return the sum."""
    return a + b
'''


def write_course(root: Path, *cells: tuple[str, str, str]) -> Path:
    """Write a package and a notebook of such cells (id, source, stored output) below ``root``; return it."""
    for name, text in (("__init__", ""), ("sums", ADD)):
        path = root / "course_utils" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write_notebook(root / "notebooks" / "00_tiny.ipynb", *cells)
    return root


def write_notebook(path: Path, *cells: tuple[str, str, str]) -> None:
    """Write a notebook of such cells (id, source, stored output)."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Tiny", id="title")])
    for count, (name, source, printed) in enumerate(cells, 1):
        outputs = [nbformat.v4.new_output("stream", text=printed)] if printed else []
        cell = nbformat.v4.new_code_cell(source, id=name, execution_count=count, outputs=outputs)
        notebook.cells.append(cell)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
