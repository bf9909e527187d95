"""A small release, notebooks as students hand them in, and a roster."""

import io
import json
import zipfile
from typing import NamedTuple

from course_utils.classroom.intake.collecting import Assignment

NAME = "small"
STUB = "def twice(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
ANSWER = "def twice(x):\n    return 2 * x"
WRITTEN_STUB = "YOUR ANSWER HERE"


class Student(NamedTuple):
    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""


ROSTER = [
    Student("ada", "Ada", "Lovelace", "ada@example.org", "101"),
    Student("grace", "Grace", "Hopper", "grace@example.org", "102"),
    Student("zoe", "Zoë", "Müller-Lüdenscheidt", "zoe@example.org", "103"),
]


def cell(id, source, kind="code", *, solution=None, grade=False):
    """A cell as Jupyter stores it; with ``solution`` given it has nbgrader's metadata."""
    made = {"cell_type": kind, "id": id, "metadata": {}, "source": source}
    if solution is not None:
        facts = {"grade": grade, "grade_id": id, "locked": not solution, "schema_version": 3}
        made["metadata"]["nbgrader"] = facts | {"solution": solution, "task": False}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def release_cells():
    return [
        cell("title", "# Small", "markdown"),
        cell("setup", "import math"),
        cell("twice", STUB, solution=True),
        cell("twice-self-check", "assert twice(1) == 2", solution=False),
        cell("twice-checks", "# 6 points, given by hidden checks.", solution=False, grade=True),
        cell("why", WRITTEN_STUB, "markdown", solution=True, grade=True),
    ]


def answered_cells(answer=ANSWER, why="Because."):
    cells = release_cells()
    cells[2]["source"], cells[5]["source"] = answer, why
    return cells


def notebook(cells, **other):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | other).encode()


def answered(**options):
    """The bytes of a notebook that a student has worked on."""
    return notebook(answered_cells(**options))


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def assignment(folder, **options):
    release = write(folder / "release" / NAME / f"{NAME}.ipynb", notebook(release_cells()))
    return Assignment(NAME, release, folder / "collected" / NAME, **options)


def packed(files, method=zipfile.ZIP_DEFLATED):
    """The bytes of a zip archive with the files, a dict or pairs."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, content in files.items() if isinstance(files, dict) else files:
            file.writestr(name, content, compress_type=method)
    return archive.getvalue()
