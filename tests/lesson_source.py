"""Reads lessons as their readers do: definitions, exercises and claims, from the stored notebooks."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import nbformat
import torch
from torch import nn

from course_utils.notebook_cells import claims_in

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
EXERCISE_TITLE = re.compile(r"^### Exercise `(\d\d-[a-z0-9-]+)`: ", re.MULTILINE)
SOLUTION = re.compile(r"<summary>A solution</summary>\n\n```python\n(.*?)```", re.DOTALL)


class Exercise(NamedTuple):
    """One exercise as it stands in a lesson: its text, its solution's source, and the cell to write in."""

    id: str
    text: str
    solution: str
    attempt: nbformat.NotebookNode


def read(number: str) -> nbformat.NotebookNode:
    (path,) = NOTEBOOKS.glob(f"{number}_*.ipynb")
    return nbformat.read(path, as_version=4)


def definition(notebook: nbformat.NotebookNode, name: str):
    """Run the one function or class of that name, and nothing else of its cell."""
    namespace = {"nn": nn, "torch": torch}
    (node,) = (
        node
        for cell in notebook.cells
        if cell.cell_type == "code"
        for node in ast.parse(cell.source).body
        if getattr(node, "name", None) == name
    )
    exec(compile(ast.Module([node], []), name, "exec"), namespace)
    return namespace[name]


def exercises(notebook: nbformat.NotebookNode) -> list[Exercise]:
    """Pair each exercise's text cell with the code cell that follows it."""
    found = []
    for cell, following in zip(notebook.cells, notebook.cells[1:], strict=False):
        title = EXERCISE_TITLE.search(cell.source) if cell.cell_type == "markdown" else None
        if title:
            (solution,) = SOLUTION.findall(cell.source)
            found.append(Exercise(title[1], cell.source, solution, following))
    return found


def solution_function(exercise: Exercise):
    """Run an exercise's solution and return its function, which is named ..._solution."""
    namespace = {"nn": nn, "torch": torch}
    exec(compile(exercise.solution, exercise.id, "exec"), namespace)
    (name,) = (name for name in namespace if name.endswith("_solution"))
    return namespace[name]


def claims(notebook: nbformat.NotebookNode) -> list[ast.Call]:
    """Return every call of claim() in the lesson."""
    return [call for cell in notebook.cells if cell.cell_type == "code" for call in claims_in(cell)]
