"""The lessons as they were executed for the site: outputs, and the views of their widgets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from course_utils import execution
from course_utils.notebook_form import read_notebook, stored_text, write_atomically
from course_utils.root import course_root, notebooks_folder

WRITE_EXPLORERS = (
    "from course_utils.widgets.page import write_explorers\n\nwrite_explorers({!r}, Out.values())"
)
SOURCES = {".css", ".js", ".mplstyle", ".py", ".toml"}


@dataclass(frozen=True)
class ExecutedLesson:
    """A lesson with all that it has shown.

    Attributes:
        path: the lesson as it is stored, without widgets.
        notebook: the lesson as it was executed.
        explorers: what a page needs to show a widget, by the id of the widget's model.
    """

    path: Path
    notebook: NotebookNode
    explorers: dict[str, dict] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Return its two digits."""
        return self.path.stem[:2]


def executed_lessons(folder: Path) -> Iterator[ExecutedLesson]:
    """Yield every lesson; those that are not in the folder, or older there than their sources, run first.

    Raises:
        RuntimeError: a lesson fails; the message names the cell.
    """
    for path in sorted(notebooks_folder().glob("[0-9][0-9]_*.ipynb")):
        target = folder / path.name
        if not target.exists() or target.stat().st_mtime < _newest_source(path):
            print(f"Running {path.stem} ...", flush=True)
            _execute(path, target)
        yield ExecutedLesson(path, read_notebook(target), _read_explorers(target.with_suffix("")))


def _newest_source(lesson: Path) -> float:
    package = (path for path in (course_root() / "course_utils").rglob("*") if path.suffix in SOURCES)
    return max(path.stat().st_mtime for path in (lesson, *package))


def _execute(path: Path, target: Path) -> None:
    explorers = target.with_suffix("")
    explorers.mkdir(parents=True, exist_ok=True)
    for stale in explorers.glob("*.json"):
        stale.unlink()
    views = WRITE_EXPLORERS.format(str(explorers.resolve()))
    outcome = execution.run(path, environment=execution.STRICT_ENVIRONMENT, afterwards=views)
    if outcome.failure:
        where = f", cell {outcome.failure.cell_id!r}" if outcome.failure.cell_id else ""
        raise RuntimeError(f"{path.stem}{where}: {outcome.failure.message}")
    write_atomically(target, stored_text(outcome.notebook))


def _read_explorers(folder: Path) -> dict[str, dict]:
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
