"""What makers of files and notebooks need: the cells of an honest notebook by name, and ways to write one."""

import io
import json
import zipfile

NAME = "cells_and_shapes.ipynb"


def find(notebook, id):
    """Return the first cell with an id."""
    return next(cell for cell in notebook["cells"] if cell.get("id") == id)


def answer_cell(notebook):
    """Return the cell with the answer."""
    return find(notebook, "peephole-step")


def check_cell(notebook):
    """Return the cell in which the hidden tests are put."""
    return find(notebook, "peephole-step-checks")


def set_answer(notebook, source):
    """Put a text into the place of the answer."""
    answer_cell(notebook)["source"] = source


def code_cell(source, id):
    """Return a code cell."""
    return {
        "cell_type": "code",
        "id": id,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }


def add_cell(notebook, source, id=None, place=None):
    """Add a code cell at the end, or before the one with the number ``place``, and return it."""
    cell = code_cell(source, id or f"own-{len(notebook['cells'])}")
    notebook["cells"].insert(len(notebook["cells"]) if place is None else place, cell)
    return cell


def as_text(notebook, ascii=True):
    """Return a notebook as JSON."""
    return json.dumps(notebook, indent=1, ensure_ascii=ascii)


def write(folder, notebook):
    """Write a notebook under the name that is wanted."""
    (folder / NAME).write_text(as_text(notebook), encoding="utf-8")


def packed(files):
    """Return a zip archive of files: bytes by name."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return memory.getvalue()


def archive_path(folder):
    """Return where an archive in the place of the folder lies."""
    return folder.with_name(f"{folder.name}.zip")


def archive(folder, files):
    """Put a zip archive of files into the place of the folder."""
    archive_path(folder).write_bytes(packed(files))
    folder.rmdir()
