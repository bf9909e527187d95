"""A page for each popular misconception: what is said, what is true, and the very cells that measure it."""

from pathlib import Path

from nbformat import NotebookNode

from course_utils.lessons import LESSONS
from course_utils.notebook_cells import Correction, corrections
from course_utils.pitfalls import Pitfall, pitfalls, tutorials
from docs.executed import ExecutedLesson
from docs.markdown import anchor, plain, sentence, table

FOLDER = "misconceptions"
INDEX = """# Misconceptions

What widely read tutorials on recurrent networks say or do. Each has a page that says what is true instead,
and leads to the cell of a lesson that measures it.
"""
NAVIGATION = """
```{{toctree}}
:hidden:

{pages}
```
"""


def write_misconceptions(lessons: list[ExecutedLesson], source: Path) -> None:
    """Write the pages, and the one that lists them, into the folder of Sphinx's source."""
    folder = source / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for pitfall in pitfalls().values():
        (folder / f"{pitfall.id}.md").write_text(misconception_page(pitfall, lessons), "utf-8")
    (folder / "index.md").write_text(_index(), "utf-8")


def misconception_page(pitfall: Pitfall, lessons: list[ExecutedLesson]) -> str:
    """Return the page of one misconception."""
    tutorial = tutorials()[pitfall.id.split(".")[0]]
    parts = [
        f"# “{sentence(pitfall.says)}”",
        f"A widely read tutorial says or does so. Its subject: {plain(tutorial)}.",
        f"{{.truth}}\n**True is:** {sentence(pitfall.truth)}.",
    ]
    for lesson in lessons:
        for found in corrections(lesson.notebook):
            if found.pitfall == pitfall.id:
                parts += _place(lesson, found)
    return "\n\n".join(parts) + "\n"


def _place(lesson: ExecutedLesson, found: Correction) -> list[str]:
    """Return the section on one cell that corrects the misconception."""
    title = LESSONS[lesson.number].title
    link = f"[Lesson {lesson.number}, {title}: the cell `{found.cell}`](#{anchor(lesson.number, found.cell)})"
    (cell,) = (cell for cell in lesson.notebook.cells if cell.id == found.cell)
    if found.claim is None:
        return [f"## Told in lesson {lesson.number}", f"{link} names the source."]
    printed = next(line for line in _printed(cell).splitlines() if f"[{found.claim}]" in line)
    code = f"```python\n{cell.source}\n```"
    return [
        f"## Measured in lesson {lesson.number}",
        f"{link} prints:",
        f"```text\n{printed}\n```",
        "The cell runs:",
        code,
    ]


def _printed(cell: NotebookNode) -> str:
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def _index() -> str:
    parts = [INDEX]
    for key, name in tutorials().items():
        rows = (
            (f"[{sentence(row.says)}]({row.id}.md)", f"{sentence(row.truth)}.")
            for row in pitfalls().values()
            if row.id.startswith(f"{key}.")
        )
        parts += [f"## A tutorial on {plain(name)}", table(("It says or does", "True is"), rows)]
    return "\n\n".join(parts) + NAVIGATION.format(pages="\n".join(pitfalls()))
