"""The rules for what a stored notebook may hold; each names what stands there and what is wanted.

A rule for a cell yields phrases that complete "cell 'its-id' …"; a rule for a notebook yields pairs of a cell
id (None for the notebook as a whole) and such a phrase. The tables at the end list all rules; all others rely
on the foundations.
"""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.validator import iter_validate

from course_utils.notebook_cells import WIDGET_VIEW, code_cells, has_tag, parsed, texts

MAX_CODE_CELLS = 25
MAX_CODE_LINES = 25
MAX_FIRST_CELL_LINES = 8
MAX_TEXT_BYTES = 2_000
MAX_IMAGE_BYTES = 150_000
MIN_ALT_LENGTH = 20

TAGS = {
    "exercise", "figure", "widget", "setup",
    "raises-exception", "nbval-ignore-output", "nbval-skip", "skip-execution",
}  # fmt: skip
MIME_TYPES = {
    "text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/svg+xml", WIDGET_VIEW,
}  # fmt: skip
INTERACT = "nbval cannot compare it; wanted are controls and a view function"
FORBIDDEN = {
    **dict.fromkeys(("interact", "interact_manual", "interactive", "interactive_output", "Output"), INTERACT),
    "clear_output": "nbval cannot compare it; wanted is output that is printed once",
    "get_ipython": "it opens the door to magics and the shell; wanted is plain Python",
    "sys.path": "wanted is an import of the installed package",
    "except:": "wanted is the name of the exception",
}
UNSTABLE = {
    "an address in memory": re.compile(r"\b0x[0-9a-fA-F]{6,}\b"),
    "a time or a date": re.compile(
        r"\b\d{1,2}:\d\d:\d\d\b|\b\d{4}-\d\d-\d\d\b|\bWall time\b|\bCPU times\b"
        r"|\b\d+(?:\.\d+)? ?(?:ns|[uµμ]s|ms)\b|\b\d+\.\d+ ?(?:s|secs?|seconds?|min|minutes?)\b"
    ),
    "a path of this machine": re.compile(
        r"(?<![\w.:/<])~?/(?:[\w.+-]+/)+[\w.+-]*|\b[A-Za-z]:\\\S*|file://|site-packages|ipykernel_\d+"
    ),
    "grad_fn": re.compile(r"grad_fn"),
    "a device": re.compile(r"\bcuda:|\bdevice='"),
    "a progress bar": re.compile(r"\d%\||\d ?(?:it/s|s/it)\b|━{3}|\r|(?:Int|Float)Progress\("),
}
SLUG = re.compile(r"[a-z]+\d*(-([a-z]+\d*|\d+))*")
RANDOM_ID = re.compile(r"[0-9a-f]{8}")
FILE_NAME = re.compile(r".*\.(png|jpe?g|gif|svg|webp|pdf)", re.IGNORECASE)
NBVAL_COMMENT = re.compile(r"^\s*#+\s*((?:NBVAL|PYTEST_VALIDATE)_\w+)\s*$", re.MULTILINE)
REASON = re.compile(r"^\s*# Varies: \S", re.MULTILINE)

Phrases = Iterator[str]
Named = Iterator[tuple[str | None, str]]


def _figures(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.outputs if "image/png" in output.get("data", {})]


def _last_line(cell: NotebookNode) -> str:
    return cell.source.rstrip().rpartition("\n")[2].strip()


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _version(notebook: NotebookNode) -> Named:
    stored = f"{notebook.get('nbformat')}.{notebook.get('nbformat_minor')}"
    if stored != "4.5":
        yield None, f"is stored as nbformat {stored}; wanted is 4.5"


def _has_ids(notebook: NotebookNode) -> Named:
    for position, cell in enumerate(notebook.cells, 1):
        if "id" not in cell:
            yield None, f"has no id for its cell {position}; wanted is a slug"


def _schema(notebook: NotebookNode) -> Named:
    for error in iter_validate(notebook, version=4, version_minor=5):
        yield None, f"is no valid notebook: {_excerpt(error.message)}; wanted is what nbformat 4.5 says"


def _ids(notebook: NotebookNode) -> Named:
    seen = set()
    for cell in notebook.cells:
        if not SLUG.fullmatch(cell.id) or RANDOM_ID.fullmatch(cell.id):
            yield cell.id, "has an id that is no slug; wanted are lower-case words joined by hyphens"
        if cell.id in seen:
            yield cell.id, "has an id that an earlier cell has; wanted is one of its own"
        seen.add(cell.id)


def _empty(notebook: NotebookNode) -> Named:
    for cell in notebook.cells:
        if not cell.source.strip():
            yield cell.id, "is empty; wanted is some content, or no cell"


def _counts(notebook: NotebookNode) -> Named:
    executed = 0
    for cell in code_cells(notebook):
        skipped = has_tag(cell, "skip-execution")
        executed += not skipped
        wanted = None if skipped else executed
        if cell.execution_count != wanted:
            yield cell.id, f"has the execution count {cell.execution_count}; wanted is {wanted}"


def _code_cells(notebook: NotebookNode) -> Named:
    number = sum("exercise" not in cell.metadata.get("tags", []) for cell in code_cells(notebook))
    if number > MAX_CODE_CELLS:
        yield None, f"has {number} code cells beside its exercises; wanted are at most {MAX_CODE_CELLS}"


def _first_cell(notebook: NotebookNode) -> Named:
    for cell in code_cells(notebook)[:1]:
        number = len(cell.source.splitlines())
        if number > MAX_FIRST_CELL_LINES:
            yield cell.id, f"opens the lesson with {number} lines; wanted are at most {MAX_FIRST_CELL_LINES}"


def _ignored_output(notebook: NotebookNode) -> Named:
    ignored = [cell for cell in notebook.cells if has_tag(cell, "nbval-ignore-output")]
    for cell in ignored[1:]:
        yield cell.id, f"is tagged nbval-ignore-output like {ignored[0].id!r}; wanted is one cell at most"
    for cell in ignored:
        if not REASON.search(cell.source):
            yield cell.id, "is tagged nbval-ignore-output; wanted is a comment '# Varies: ' with the reason"


def _images(notebook: NotebookNode) -> Named:
    bundles = [output.get("data", {}) for cell in code_cells(notebook) for output in cell.outputs]
    bundles += [bundle for cell in notebook.cells for bundle in cell.get("attachments", {}).values()]
    total = sum(_image_bytes(mime, data) for bundle in bundles for mime, data in bundle.items())
    if total > MAX_IMAGE_BYTES:
        yield None, f"holds {total} bytes of images; wanted are at most {MAX_IMAGE_BYTES}"


def _image_bytes(mime: str, data: str) -> int:
    if mime == "image/svg+xml":
        return len(data.encode())
    return 3 * len("".join(data.split()).rstrip("=")) // 4 if mime.startswith("image/") else 0


def _tags(cell: NotebookNode) -> Phrases:
    for tag in cell.metadata.get("tags", []):
        if tag not in TAGS:
            yield f"carries the tag {tag!r}; wanted is one of {', '.join(sorted(TAGS))}"
    if has_tag(cell, "nbval-skip") != has_tag(cell, "skip-execution"):
        yield "carries one of the tags nbval-skip and skip-execution; wanted are both, to skip it everywhere"


def _lines(cell: NotebookNode) -> Phrases:
    number = len(cell.source.splitlines())
    if number > MAX_CODE_LINES:
        yield f"has {number} lines; wanted are at most {MAX_CODE_LINES}"


def _plain_python(cell: NotebookNode) -> Phrases:
    if parsed(cell.source) is None:
        yield "is not plain Python; wanted is code without magics (%), shell escapes (!) and help (?)"


def _forbidden_name(cell: NotebookNode) -> Phrases:
    for node in ast.walk(parsed(cell.source) or ast.Module()):
        for name in _names(node):
            if name in FORBIDDEN:
                yield f"uses {name} in line {node.lineno}; {FORBIDDEN[name]}"


def _names(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return (name, f"{owner}.{name}")
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return (name,)
        case ast.ImportFrom(module=owner, names=aliases):
            return tuple(f"{owner}.{alias.name}" for alias in aliases)
        case ast.ExceptHandler(type=None):
            return ("except:",)
    return ()


def _semicolon(cell: NotebookNode) -> Phrases:
    if _last_line(cell).endswith(";"):
        yield "ends in ';'; wanted is no semicolon"


def _nbval_comment(cell: NotebookNode) -> Phrases:
    for name in NBVAL_COMMENT.findall(cell.source):
        yield f"steers nbval by the comment {name}; wanted is a tag"


def _stderr(cell: NotebookNode) -> Phrases:
    for output in cell.outputs:
        if output.get("name") == "stderr":
            yield f"writes {_excerpt(output.text)} to stderr; wanted is nothing there"


def _error(cell: NotebookNode) -> Phrases:
    for output in cell.outputs:
        if output.output_type == "error" and not has_tag(cell, "raises-exception"):
            yield f"raises {output.ename}; wanted is no error, or the tag raises-exception"


def _unstable_text(cell: NotebookNode) -> Phrases:
    for text in texts(cell):
        for what, pattern in UNSTABLE.items():
            if found := pattern.search(text):
                yield f"shows {what} ({_excerpt(found[0])}); wanted is text that is the same in every run"


def _text_size(cell: NotebookNode) -> Phrases:
    size = sum(len(text.encode()) for text in texts(cell))
    if size > MAX_TEXT_BYTES:
        yield f"shows {size} bytes of text; wanted are at most {MAX_TEXT_BYTES}"


def _mime_type(cell: NotebookNode) -> Phrases:
    for mime in sorted({mime for output in cell.outputs for mime in output.get("data", {})} - MIME_TYPES):
        yield f"shows {mime}; wanted is one of {', '.join(sorted(MIME_TYPES))}"


def _figure_shown(cell: NotebookNode) -> Phrases:
    if _figures(cell) and _last_line(cell) != "plt.show()":
        yield f"draws a figure and ends in {_excerpt(_last_line(cell))}; wanted is 'plt.show()'"


def _alt_text(cell: NotebookNode) -> Phrases:
    for output in _figures(cell):
        alt = output.metadata.get("image/png", {}).get("alt", "").strip()
        if len(alt) < MIN_ALT_LENGTH or FILE_NAME.fullmatch(alt):
            yield f"shows a figure with the alt text {alt!r}; wanted is prose of {MIN_ALT_LENGTH} letters"


FOUNDATIONS = {"version": _version, "missing-id": _has_ids, "schema": _schema}
NOTEBOOK_RULES = {
    "ids": _ids,
    "empty": _empty,
    "counts": _counts,
    "code-cells": _code_cells,
    "first-cell": _first_cell,
    "ignored-output": _ignored_output,
    "images": _images,
}
CELL_RULES = {"tags": _tags}
CODE_RULES = {
    "lines": _lines,
    "plain-python": _plain_python,
    "forbidden-name": _forbidden_name,
    "semicolon": _semicolon,
    "nbval-comment": _nbval_comment,
    "stderr": _stderr,
    "error": _error,
    "unstable-text": _unstable_text,
    "text-size": _text_size,
    "mime-type": _mime_type,
    "figure-shown": _figure_shown,
    "alt-text": _alt_text,
}
