"""What a cell has shown, as HTML that a page can hold: figures with their words, and widgets that move."""

import base64
import json
from html import escape
from io import BytesIO
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from course_utils.notebook_cells import WIDGET_VIEW
from docs.executed import ExecutedLesson
from docs.reader.build import PLACE, SCRIPTS

DRAWER = "digit_drawer("
STATIC = "../_static"  # as seen from a lesson's page
FIGURE = '<img src="{source}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'
EXPLORER = """<div class="rnn-page-explorer" data-frames="{name}">
<div class="rnn-static-view">{picture}</div><p>{sentence}</p></div>
<script defer src="{static}/explorers/{name}.js"></script>"""


def outputs_for_page(cell: NotebookNode, lesson: ExecutedLesson, static: Path) -> list[NotebookNode]:
    """Return the outputs of a code cell as a page shows them.

    Args:
        cell: of the lesson.
        lesson: where the cell stands.
        static: the folder for pictures and for the views of widgets.

    Raises:
        ValueError: a figure has no alt text, or a widget no views.
    """
    shown = []
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/png" in data:
            name = f"{lesson.number}-{cell.id}-{len(shown) + 1}.png"
            output = _html(_figure(output, static / "figures" / name))
        elif "image/svg+xml" in data:
            output = _html(f'<div class="rnn-static-view">{data["image/svg+xml"]}</div>')
        elif WIDGET_VIEW in data:
            output = _html(_widget(data[WIDGET_VIEW]["model_id"], cell, lesson, static))
        shown.append(output)
    return shown


def digit_reader(static: str = STATIC) -> str:
    """Return the place of the digit reader; ``static`` is the way from the page to the static files."""
    scripts = (f'<script defer src="{static}/{name}"></script>' for name in SCRIPTS)
    return "\n".join([PLACE, *scripts])


def _html(text: str) -> NotebookNode:
    return new_output("display_data", {"text/html": text})


def _figure(output: NotebookNode, target: Path) -> str:
    """Write a picture beside the page and return the tag that shows it."""
    alt = output.metadata.get("image/png", {}).get("alt")
    if not alt:
        raise ValueError(f"the figure {target.stem} has no alt text; wanted is one from plotting")
    content = base64.b64decode(output.data["image/png"])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    width, height = Image.open(BytesIO(content)).size
    source = f"{STATIC}/figures/{target.name}"
    return FIGURE.format(source=source, alt=escape(alt), width=width, height=height)


def _widget(model: str, cell: NotebookNode, lesson: ExecutedLesson, static: Path) -> str:
    """Return the place of a widget; that of the digit drawer, which needs a kernel, is the digit reader's."""
    name = f"{lesson.number}-{cell.id}"
    if model in lesson.explorers:
        return _explorer(name, lesson.explorers[model], static / "explorers" / f"{name}.js")
    if DRAWER not in cell.source:
        raise ValueError(f"the widget {name} has no views; wanted is what write_explorers writes for it")
    return digit_reader()


def _explorer(name: str, data: dict, target: Path) -> str:
    """Write the views beside the page and return their place, which holds the first view until it moves."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"(window.rnnFrames ??= {{}})[{json.dumps(name)}] = {json.dumps(data)};\n", "utf-8")
    start = {control["name"]: control["value"] for control in data["controls"]}
    first = next((view for view in data["known"] if view["state"] == start), data["known"][0])
    sentence = escape(first["sentence"])
    return EXPLORER.format(name=name, picture=first["picture"], sentence=sentence, static=STATIC)
