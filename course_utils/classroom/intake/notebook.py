"""A stranger's notebook, read strictly: bytes in, plain cells and remarks out."""

import codecs
import json
from typing import Any, NamedTuple, NoReturn

from course_utils.classroom.intake.refusal import Refusal, quoted, size

KINDS = ("code", "markdown", "raw")
MOST_CELLS = 2_000
LONGEST_CELL = 200_000  # characters
LONGEST_TOTAL = 2_000_000
LONGEST_ID = 100
WANTED = "wanted is a notebook as Jupyter saves it"


class NotebookCell(NamedTuple):
    """What intake reads of a cell; ids are "" where there are none.

    ``solution`` is what the cell says of itself: only a release is believed.
    """

    kind: str
    id: str
    grade_id: str
    solution: bool
    source: str


def read_cells(content: bytes) -> tuple[list[NotebookCell], list[str]]:
    """Return the cells of a notebook of format 4, and what was odd about it, a sentence each.

    Raises:
        Refusal: it is no such notebook.
    """
    remarks: list[str] = []
    cells = _cells(_parsed(_text(content, remarks)))
    kept = []
    for number, cell in enumerate(map(_cell, cells), start=1):
        if isinstance(cell, NotebookCell):
            kept.append(cell)
        else:
            remarks.append(f"Cell {number} {cell} and is left out.")
    total = sum(len(cell.source) for cell in kept)
    if total > LONGEST_TOTAL:
        raise Refusal(f"Its cells hold {total} characters; wanted are at most {LONGEST_TOTAL}.")
    return [_printable(cell, remarks) for cell in kept], remarks


def _text(content: bytes, remarks: list[str]) -> str:
    if not content.strip():
        raise Refusal(f"The file is empty; {WANTED}.")
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
        remarks.append("The file begins with a byte order mark, which is passed over.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(f"The file is not UTF-8 text (byte {error.start} is none); {WANTED}.") from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError:
        raise Refusal(f"The file is nested too deeply; {WANTED}.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refusal(f"The file is not JSON ({where}: {error.msg.lower()}); {WANTED}.") from None
    except ValueError:  # a whole number of thousands of digits
        raise Refusal(f"The file holds a number that is too long; {WANTED}.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that is there twice: two readers could read two different notebooks."""
    content = dict(pairs)
    if len(content) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise Refusal(f"The file holds the key {quoted(twice)} twice in one place; {WANTED}.")
    return content


def _no_number(constant: str) -> NoReturn:
    raise Refusal(f"The file holds {constant}, which is not JSON; {WANTED}.")


def _cells(notebook: Any) -> list[Any]:
    version = notebook.get("nbformat") if isinstance(notebook, dict) else None
    if type(version) is not int:
        raise Refusal(f"The file is JSON, but no notebook; {WANTED}.")
    if version != 4:
        found = quoted(str(version))
        raise Refusal(f"The notebook has format {found}; wanted is 4: open it in Jupyter and save it.")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Refusal(f"The notebook has no list of cells; {WANTED}.")
    if len(cells) > MOST_CELLS:
        raise Refusal(f"The notebook has {len(cells)} cells; wanted are at most {MOST_CELLS}.")
    return cells


def _cell(cell: Any) -> NotebookCell | str:
    """Return what is read of a cell, or what is wrong with it."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in KINDS:
        return "is neither code nor text"
    source = _source(cell.get("source"))
    if source is None:
        return "has no text"
    if len(source) > LONGEST_CELL:
        return f"holds {size(len(source))}, more than {size(LONGEST_CELL)},"
    nbgrader = _inner(_inner(cell, "metadata"), "nbgrader")
    ids = _id(cell.get("id")), _id(nbgrader.get("grade_id"))
    return NotebookCell(cell["cell_type"], *ids, nbgrader.get("solution") is True, source)


def _source(source: Any) -> str | None:
    lines = [source] if isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return None
    return "".join(lines).replace("\r\n", "\n")


def _inner(content: dict[str, Any], key: str) -> dict[str, Any]:
    inner = content.get(key)
    return inner if isinstance(inner, dict) else {}


def _id(value: Any) -> str:
    usable = isinstance(value, str) and len(value) <= LONGEST_ID and value.isprintable()
    return value if usable else ""


def _printable(cell: NotebookCell, remarks: list[str]) -> NotebookCell:
    """Replace halves of characters, which JSON can hold and no text file."""
    clean = cell.source.encode("utf-8", "replace").decode("utf-8")
    if clean != cell.source:
        name = quoted(cell.id)
        remarks.append(f"Cell {name} holds halves of characters; each is replaced by a question mark.")
    return cell._replace(source=clean)
