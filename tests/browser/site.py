"""The site for tests in a browser: stored lessons with widgets like theirs, so that none has to run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock
from nbformat.v4 import new_output

from benchmarks.widgets import EXPLORERS
from course_utils.notebook_cells import WIDGET_VIEW, has_tag
from course_utils.notebook_form import read_notebook
from course_utils.pitfalls import pitfalls
from course_utils.widgets.page import page_data
from docs.build import write_source
from docs.executed import ExecutedLesson
from docs.reference import GROUPS
from tests.lesson_source import LESSONS

LIKE = {
    "belief-explorer": "03 belief explorer",
    "one-unit-explorer": "01 one unit",
    "gate-console": "02 gate console",
    "shape-explorer": "02 shape explorer",
    "confusion-browser": "03 confusion browser",
    "row-eraser": "03 row eraser",
    "player": "04 forecast player",
    "direction-explorer": "05 direction explorer",
}
DRAWER = "digit-drawer"
BUILD = "import sys; from pathlib import Path; from docs.build import build_pages; "
BUILD += "sys.exit(not build_pages(Path(sys.argv[1]), Path(sys.argv[2])))"


def page_names() -> list[str]:
    """Return every page of the site, as its path without ending."""
    lessons = [f"lessons/{path.stem}" for path in LESSONS]
    misconceptions = [f"misconceptions/{pitfall}" for pitfall in pitfalls()]
    reference = [f"reference/{group}" for group in GROUPS]
    indices = ["index", "run", "search", "lessons/index", "misconceptions/index", "reference/index"]
    return [*indices, *lessons, *misconceptions, *reference]


def widgets() -> list[tuple[str, str]]:
    """Return the page and the cell of every widget that a page shows without the digit reader."""
    return [(f"lessons/{path.stem}", id) for path in LESSONS for id in _widget_cells(path) if id != DRAWER]


def built(base: Path) -> Path:
    """Return the folder of the site; of several processes that test, the first builds it for all."""
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    source, target = shared / "site-source", shared / "site-pages"
    with FileLock(shared / "site.lock"):
        if not (target / "index.html").exists():
            write_source([*_lessons()], source)
            # A process of its own: Sphinx leaves much behind in the one that it runs in.
            subprocess.run([sys.executable, "-c", BUILD, str(source), str(target)], check=True)
    return target


def _widget_cells(path: Path) -> list[str]:
    return [cell.id for cell in read_notebook(path).cells if has_tag(cell, "widget")]


def _lessons() -> Iterator[ExecutedLesson]:
    for path in LESSONS:
        notebook, explorers = read_notebook(path), {}
        for cell in notebook.cells:
            if has_tag(cell, "widget"):
                cell.outputs = [new_output("execute_result", {WIDGET_VIEW: {"model_id": cell.id}})]
                if cell.id != DRAWER:
                    explorers[cell.id] = page_data(EXPLORERS[LIKE[cell.id]]())
        yield ExecutedLesson(path, notebook, explorers)
