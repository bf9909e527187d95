"""What students hand in: honest notebooks, and cases put into them."""

import copy
import json
import re
import shutil
from pathlib import Path

from course_utils.root import notebooks_folder
from tests.hostile import making
from tests.hostile.corpus import AFTER, ANSWER, BEFORE

ASSIGNMENT = "cells_and_shapes"
NEIGHBOUR, LAST = "nora", "zoe"
MARKER = re.compile(r"^\s*(?:###|<!--) (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS).*\n?", re.MULTILINE)
HIDDEN = "### BEGIN HIDDEN TESTS\n"


def plant_assignment(arena):
    """Copy the assignment into the arena, with secrets in the hidden checks and in the notebook."""
    folder = arena.path / "assignment" / ASSIGNMENT
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(notebooks_folder() / "assignments" / ASSIGNMENT, folder, ignore=ignored)
    checks = folder / "hidden_checks.py"
    checks.write_text(f"# {arena.tokens['checks']}\n{checks.read_text('utf-8')}", encoding="utf-8")
    notebook = source_notebook(arena)
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        cell["source"] = text.replace(HIDDEN, f"{HIDDEN}# {arena.tokens['notebook']}\n")
    making.write(folder, notebook)
    return folder


def source_notebook(arena):
    """Return the notebook with its solutions."""
    return json.loads((arena.path / "assignment" / ASSIGNMENT / making.NAME).read_text("utf-8"))


def honest_notebook(arena, release):
    """Return what an honest student hands in: the release with correct answers.

    Args:
        arena: with the assignment in it.
        release: the notebook that was given to students.
    """
    right = {cell["id"]: MARKER.sub("", "".join(cell["source"])) for cell in source_notebook(arena)["cells"]}
    notebook = json.loads(Path(release).read_text("utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = right[cell["id"]]
    return notebook


def neighbour(arena, honest):
    """Return an honest notebook with a secret of its own."""
    notebook = copy.deepcopy(honest)
    making.answer_cell(notebook)["source"] += f"\n# {arena.tokens['neighbour']}\n"
    return notebook


def hand_in(case, folder, honest, arena):
    """Put a case into the folder of a student."""
    folder.mkdir()
    notebook = copy.deepcopy(honest)
    if not case.place:
        case.make(folder, notebook, arena.path)
        return
    code = arena.in_place(case.code())
    if case.place == ANSWER:
        making.set_answer(notebook, code)
    else:
        place = {BEFORE: notebook["cells"].index(making.answer_cell(notebook)), AFTER: None}[case.place]
        making.add_cell(notebook, code, place=place)
    making.write(folder, notebook)
