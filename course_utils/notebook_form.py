"""The normal form of a stored notebook: how it is read, normalised, checked and written.

`normalise` repairs what needs no decision; `form_faults` names all that departs from the form.
"""

import ast
import os
import reprlib
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode, from_dict, v4

from course_utils import notebook_rules as rules
from course_utils.notebook_cells import WIDGET_VIEW, parsed

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_KEYS = ("attachments", "cell_type", "execution_count", "id")
IMAGE_METADATA = ("alt", "height", "width")
LAYOUT = "is laid out otherwise in its file; wanted are sorted keys, indented by one space, and a line end"


class Fault(NamedTuple):
    """One departure from the normal form; ``cell_id`` is None where it is the notebook's as a whole."""

    cell_id: str | None
    rule: str
    sentence: str


def read_notebook(path: str | os.PathLike) -> NotebookNode:
    """Read a notebook of format 4 as it stands, without repairing anything.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no notebook of format 4.
    """
    content = Path(path).read_bytes()
    try:
        return v4.reads(content)
    except (AttributeError, TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ValueError(f"{path} is no notebook of format 4: {reason}; wanted is one from Jupyter") from None


def stored_text(notebook: NotebookNode) -> str:
    """Return the text of the file that holds the notebook: sorted keys, indented by one space."""
    return v4.writes(notebook) + "\n"


def write_atomically(path: str | os.PathLike, text: str) -> None:
    """Write a text file so that at every moment either the old or the new one stands there, whole."""
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def store(path: str | os.PathLike, notebook: NotebookNode) -> int:
    """Store a notebook in normal form and return how many lines of its file change; without any it stays."""
    old, new = Path(path).read_text(encoding="utf-8"), stored_text(normalise(notebook))
    changes = SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False).get_opcodes()
    if old != new:
        write_atomically(path, new)
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in changes if kind != "equal")


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a copy in normal form, as far as that needs no decision; twice gives the same as once.

    The meaning of code and prose is left alone, and so are execution counts and what the cells printed.
    """
    cells = [_normal_cell(cell) for cell in notebook.cells]
    return from_dict({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


def _normal_cell(cell: NotebookNode) -> dict:
    normal = {key: cell[key] for key in CELL_KEYS if key in cell}
    normal |= {"metadata": _normal_metadata(cell.metadata), "source": _normal_source(cell)}
    return normal | {"outputs": _normal_outputs(cell)} if cell.cell_type == "code" else normal


def _normal_metadata(metadata: dict) -> dict:
    normal = {}
    if metadata.get("tags"):
        normal["tags"] = sorted(metadata["tags"])
    if metadata.get("jupyter", {}).get("source_hidden"):
        normal["jupyter"] = {"source_hidden": True}
    if "nbgrader" in metadata:
        normal["nbgrader"] = metadata["nbgrader"]
    return normal


def _normal_source(cell: NotebookNode) -> str:
    lines = cell.source.split("\n")
    if cell.cell_type == "markdown":
        return _joined(map(_tidy_prose, lines)).rstrip(" ")
    if cell.cell_type == "code":
        tidy = _joined(line.rstrip(" \t") for line in lines)
        return tidy if _same_code(tidy, cell.source) else cell.source
    return cell.source


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).strip("\n")


def _tidy_prose(line: str) -> str:
    """Strip spaces at the end of a line, but for the two that break a line in Markdown."""
    bare = line.rstrip(" \t")
    return f"{bare}  " if bare and line.endswith("  ") else bare


def _same_code(a: str, b: str) -> bool:
    """Return whether both mean the same: spaces at the end of a line may be part of a long string."""
    trees = parsed(a), parsed(b)
    return None not in trees and ast.dump(trees[0]) == ast.dump(trees[1])


def _normal_outputs(cell: NotebookNode) -> list[dict]:
    outputs = []
    for stream, group in groupby(cell.outputs, key=lambda output: output.get("name")):
        if stream:
            text = "".join(output.text for output in group)
            outputs.append({"name": stream, "output_type": "stream", "text": text})
        else:
            outputs += [_normal_output(output, cell.execution_count) for output in group]
    return outputs


def _normal_output(output: NotebookNode, count: int | None) -> dict:
    if output.output_type == "error":
        return output | {"traceback": [f"{output.ename}: {output.evalue}"]}
    data = {mime: content for mime, content in output.data.items() if mime != WIDGET_VIEW}
    normal = output | {"data": data, "metadata": _output_metadata(output.metadata)}
    return normal | {"execution_count": count} if output.output_type == "execute_result" else normal


def _output_metadata(metadata: dict) -> dict:
    kept = {}
    for mime, facts in metadata.items():
        if mime.startswith("image/"):
            kept[mime] = {key: facts[key] for key in IMAGE_METADATA if key in facts}
    return {mime: facts for mime, facts in kept.items() if facts}


def form_faults(notebook: NotebookNode) -> list[Fault]:
    """Return everything in which the notebook departs from the normal form, each as one sentence.

    What is no valid notebook of format 4.5 is checked no further.
    """
    for name, rule in rules.FOUNDATIONS.items():
        if faults := _faults({name: rule}, notebook):
            return faults
    faults = _faults(rules.NOTEBOOK_RULES | {"normal-form": _unnormalised}, notebook)
    for cell in notebook.cells:
        table = rules.CELL_RULES | (rules.CODE_RULES if cell.cell_type == "code" else {})
        faults += [_fault(cell.id, name, phrase) for name, rule in table.items() for phrase in rule(cell)]
    return faults


def stored_faults(path: str | os.PathLike) -> list[Fault]:
    """Return the faults of a notebook file: those of `form_faults`, then how the file is laid out.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no notebook of format 4.
    """
    notebook = read_notebook(path)
    faults = form_faults(notebook)
    if not faults and Path(path).read_text(encoding="utf-8") != stored_text(notebook):
        faults.append(_fault(None, "layout", LAYOUT))
    return faults


def _faults(table: dict, notebook: NotebookNode) -> list[Fault]:
    return [_fault(cell, name, phrase) for name, rule in table.items() for cell, phrase in rule(notebook)]


def _fault(cell_id: str | None, rule: str, phrase: str) -> Fault:
    subject = "the notebook" if cell_id is None else f"cell {cell_id!r}"
    return Fault(cell_id, rule, f"{subject} {phrase}")


def _unnormalised(notebook: NotebookNode) -> rules.Named:
    normal = normalise(notebook)
    for key in sorted(notebook.metadata.keys() | METADATA.keys()):
        found, wanted = notebook.metadata.get(key), METADATA.get(key)
        if found != wanted:
            yield None, f"has the metadata {key} {_brief(found)}; wanted is {wanted}"
    for cell, wanted in zip(notebook.cells, normal.cells, strict=True):
        if cell.metadata != wanted.metadata:
            yield cell.id, f"has the metadata {_brief(cell.metadata)}; wanted is {wanted.metadata}"
        if cell.source != wanted.source:
            yield cell.id, "has spaces at line ends or blank lines at an edge; wanted is neither"
        yield from ((cell.id, phrase) for phrase in _untidy_outputs(cell, wanted))


def _untidy_outputs(cell: NotebookNode, wanted: NotebookNode) -> rules.Phrases:
    outputs, tidy = cell.get("outputs", []), wanted.get("outputs", [])
    if len(outputs) != len(tidy):
        yield f"has {len(outputs)} outputs; wanted are {len(tidy)}, each stream in one piece"
        return
    for output, normal in zip(outputs, tidy, strict=True):
        for key, found in output.items():
            if found != normal[key]:
                yield f"has an output with the {key} {_brief(found)}; wanted is {_brief(normal[key])}"


def _brief(value: object) -> str:
    return reprlib.repr(dict(value) if isinstance(value, dict) else value)
