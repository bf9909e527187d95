"""An executed lesson as a source for Sphinx: anchors, links, figures and widgets put in their places."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell

from course_utils.lessons import LESSONS
from course_utils.notebook_cells import corrections
from course_utils.notebook_form import METADATA, stored_text
from course_utils.pitfalls import pitfalls
from docs.executed import ExecutedLesson
from docs.markdown import anchor, sentence, summary, table
from docs.names import used_names
from docs.outputs import outputs_for_page
from docs.reference import Reference
from docs.repository import binder_link

SUMMARY = re.compile(r"<summary>.*</summary>")
FORMULA = re.compile(r"\$([^$]+)\$")
TITLE = re.compile(r"\A# .*\n")
FOLDER = "lessons"


def write_lesson_pages(lessons: list[ExecutedLesson], reference: Reference, source: Path) -> None:
    """Write a page for each lesson, and one that lists them, into the folder of Sphinx's source."""
    folder = source / FOLDER
    (folder / "download").mkdir(parents=True, exist_ok=True)
    for lesson in lessons:
        (folder / "download" / lesson.path.name).write_bytes(lesson.path.read_bytes())
        page = lesson_page(lesson, reference, source / "_static")
        (folder / lesson.path.name).write_text(stored_text(page), "utf-8")
    (folder / "table.txt").write_text(_table(lessons), "utf-8")
    (source / "lessons.txt").write_text("\n".join(f"- {_link(lesson)}" for lesson in lessons), "utf-8")


def _table(lessons: list[ExecutedLesson]) -> str:
    """Return the table of all lessons."""
    rows = []
    for lesson in lessons:
        facts = LESSONS[lesson.number]
        download = f"{{download}}`Download {lesson.number} <download/{lesson.path.name}>`"
        rows.append((_link(lesson), f"{facts.minutes} minutes", f"{facts.seconds} seconds", download))
    return table(("Lesson", "Your time", "The machine's", "Notebook"), rows)


def _link(lesson: ExecutedLesson) -> str:
    return f"[{lesson.number} · {LESSONS[lesson.number].title}](/{FOLDER}/{lesson.path.name})"


def lesson_page(lesson: ExecutedLesson, reference: Reference, static: Path) -> NotebookNode:
    """Return the notebook that Sphinx reads in the lesson's place.

    Args:
        lesson: as it was executed.
        reference: where names of the package are documented.
        static: the folder for pictures and for the views of widgets.
    """
    cells = [cell for original in lesson.notebook.cells for cell in _cells(original, lesson, static)]
    cells.append(_markdown("names", _names_used(lesson, reference)))
    return from_dict({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


def _cells(cell: NotebookNode, lesson: ExecutedLesson, static: Path) -> Iterator[NotebookNode]:
    """Yield the cell as the page shows it, with what comes before and after it."""
    target = f"({anchor(lesson.number, cell.id)})=\n"
    if cell.cell_type != "code":
        yield _markdown(cell.id, target + _prose(cell.source, lesson))
        return
    yield _markdown(f"to-{cell.id}", target)
    yield from_dict({**cell, "outputs": outputs_for_page(cell, lesson, static)})
    refuted = [found.pitfall for found in corrections(lesson.notebook) if found.cell == cell.id]
    if refuted:
        yield _markdown(f"refuted-{cell.id}", _refuted(refuted))


def _markdown(name: str, source: str) -> NotebookNode:
    return new_markdown_cell(source, id=name[:64])


def _prose(source: str, lesson: ExecutedLesson) -> str:
    """Return the prose with the site's links, formulas in summaries, and how to run it below the title."""
    source = source.replace("](PITFALLS.md)", "](../misconceptions/index.md)")
    source = SUMMARY.sub(lambda summary: FORMULA.sub(_formula, summary[0]), source)
    return TITLE.sub(lambda title: f"{title[0]}\n{_how_to_run(lesson)}\n", source)


def _formula(found: re.Match) -> str:
    return f'<span class="math notranslate nohighlight">\\({escape(found[1])}\\)</span>'


def _how_to_run(lesson: ExecutedLesson) -> str:
    name = lesson.path.name
    ways = [f"{{download}}`download the notebook <download/{name}>`"]
    binder = binder_link(f"notebooks/{name}")
    if binder:
        ways.append(f"[open it on Binder]({binder})")
    ways.append(f"or, [with the course installed](../run.md), `course lab {lesson.number}`")
    return "{.run-this-lesson}\n**Run this lesson:** " + ", ".join(ways) + "."


def _refuted(ids: list[str]) -> str:
    links = (f"[“{sentence(pitfalls()[id].says)}”](../misconceptions/{id}.md)" for id in dict.fromkeys(ids))
    return "{.refutes}\nThis cell refutes a popular misconception: " + "; ".join(links) + "."


def _names_used(lesson: ExecutedLesson, reference: Reference) -> str:
    """Return the section that lists what the lesson takes from the package."""
    first = {}
    for name, cells in used_names(lesson.notebook).items():
        if entry := reference.find(name):
            first.setdefault(entry, cells[0])
    rows = (
        (
            f"{{py:obj}}`{entry.short} <{entry.name}>`",
            summary(entry.summary),
            f"[`{cell}`](#{anchor(lesson.number, cell)})",
        )
        for entry, cell in sorted(first.items())
    )
    return (
        "## From the package\n\nWhat this lesson uses of `course_utils`, in alphabetical order.\n\n"
        + table(("Name", "What it does", "First used in the cell"), rows)
    )
