"""Which names of the package the code of a notebook uses, and in which cells."""

import ast
from collections.abc import Iterator

from nbformat import NotebookNode

from course_utils.notebook_cells import code_cells, parsed

PACKAGE = "course_utils"


def used_names(notebook: NotebookNode) -> dict[str, list[str]]:
    """Return the cells, by their ids, that use each name, such as "course_utils.training.fit".

    A name is given as the code reaches it: from where it was imported, with all attributes.
    """
    meaning: dict[str, str] = {}
    used: dict[str, list[str]] = {}
    for cell in code_cells(notebook):
        tree = parsed(cell.source)
        if tree is None:
            continue
        meaning |= _imported(tree)
        for name in dict.fromkeys(_names(tree, meaning)):
            used.setdefault(name, []).append(cell.id)
    return used


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name of the package stands for."""
    meaning = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            meaning |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    meaning[alias.asname or PACKAGE] = alias.name if alias.asname else PACKAGE
    return meaning


def _names(node: ast.AST, meaning: dict[str, str]) -> Iterator[str]:
    chain = _chain(node)
    if chain and chain[0] in meaning:
        yield ".".join([meaning[chain[0]], *chain[1:]])
        return
    for child in ast.iter_child_nodes(node):
        yield from _names(child, meaning)


def _chain(node: ast.AST) -> list[str]:
    """Return ["training", "fit"] for such an expression, [] for any that is not made of names alone."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        start = _chain(node.value)
        return [*start, node.attr] if start else []
    return []
