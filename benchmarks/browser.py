"""How long a widget in JupyterLab takes from a key to its new picture: `python -m benchmarks.browser`.

Every slider of every explorer is moved by arrow keys, and on the sheet to draw on strokes are made; a key is
pressed soon after the answer to the one before. The page itself takes the time, from the event of the key to
the moment at which the picture in the page is another; that the browser then paints it comes on top.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from benchmarks.widgets import EXPLORERS
from course_utils.doctor import chromium_path
from course_utils.notebook_form import METADATA
from course_utils.widgets.explorer import Explorer, Frames
from tests.browser.conftest import ARGUMENTS, VIEWPORT
from tests.browser.lab import Lab
from tests.browser.server import jupyter_lab

ROOT = Path(__file__).resolve().parent.parent
NAME = "widgets.ipynb"
PRESSES = 30  # of each slider, and strokes on a sheet
TO_THE_CORNER = ["Home"] * 14  # from the middle of the sheet
PAUSE_MS = 30  # as between the keys that one held down repeats
KERNEL_MS, FRAMES_MS = 50, 16  # the medians that are aimed at: at once for the eye; one frame of the screen
NO_CHROMIUM = (
    "Chromium is not found, and the widgets are timed in it; to install it run: make system "
    "(or put Chromium or Chrome on PATH)"
)

WATCH = """explorer => {
  const watch = window.keyWatch = {pressed: null, times: []};
  explorer.addEventListener("keydown", () => { watch.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (watch.pressed === null) { return; }
    watch.times.push(performance.now() - watch.pressed);
    watch.pressed = null;
  }).observe(explorer.querySelector(".rnn-picture"), {childList: true});
}"""
ANSWERED = "() => window.keyWatch.pressed === null"
TIMES = "() => window.keyWatch.times"
AT_ITS_END = "slider => slider.value === slider.max"


def main() -> None:
    """Print, for each widget, the number of keys, their median and the slowest, and the goal."""
    if chromium_path() is None:
        sys.exit(NO_CHROMIUM)
    table = Table("widget", "keys", "median ms", "slowest ms", "goal ms", "met")
    with opened_lab() as lab:
        for name, make in EXPLORERS.items():
            root = lab.output(cell_id(name)).locator(".rnn-explorer")
            table.add_row(name, *row(key_times(lab.page, root), goal(make())))
    Console().print(table)


@contextmanager
def opened_lab() -> Iterator[Lab]:
    """Keep a JupyterLab open on the notebook of all explorers, which has been run."""
    with tempfile.TemporaryDirectory() as folder, jupyter_lab(Path(folder)) as server:
        nbformat.write(notebook(), Path(folder) / "lessons" / NAME)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
            lab = Lab(browser.new_page(viewport=VIEWPORT), "widgets")
            lab.open(server.page(NAME))
            lab.run_all()
            yield lab
            lab.close()
            browser.close()


def notebook() -> NotebookNode:
    """Return a notebook that makes each explorer in a cell of its own, from wherever it lies."""
    start = f"import os\nos.chdir({os.fspath(ROOT)!r})\nfrom benchmarks.widgets import EXPLORERS"
    cells = [new_code_cell(f"EXPLORERS[{name!r}]()", id=cell_id(name)) for name in EXPLORERS]
    return new_notebook(cells=[new_code_cell(start, id="start"), *cells], metadata=METADATA)


def cell_id(name: str) -> str:
    return name.replace(" ", "-")


def key_times(page: Page, explorer: Locator) -> list[float]:
    """Return the milliseconds from each key to the new picture, for sliders and sheets in turn."""
    explorer.evaluate(WATCH)
    for slider in explorer.get_by_role("slider").all():
        slider.focus()
        press(page, slider_keys(slider.evaluate(AT_ITS_END)))
    for sheet in explorer.get_by_role("application").all():
        sheet.focus()
        press(page, stroke_keys())
    return page.evaluate(TIMES)


def press(page: Page, turns: list[list[str]]) -> None:
    """Press the keys of each turn, of which the last one changes the picture, and wait until it has."""
    for keys in turns:
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function(ANSWERED)
        page.wait_for_timeout(PAUSE_MS)


def slider_keys(at_its_end: bool) -> list[list[str]]:
    """Return steps there and back, of which each has room."""
    keys = ["ArrowLeft", "ArrowRight"] if at_its_end else ["ArrowRight", "ArrowLeft"]
    return [[key] for key in islice(cycle(keys), PRESSES)]


def stroke_keys() -> list[list[str]]:
    """Return strokes of one pixel, like stairs from the upper left corner: each inks what was empty."""
    strokes = [["Space", key, "Space"] for key in islice(cycle(["ArrowRight", "ArrowDown"]), PRESSES)]
    return [TO_THE_CORNER + strokes[0], *strokes[1:]]


def goal(explorer: Explorer) -> int:
    """Return the milliseconds that the median is to keep to, fewer where no kernel is asked."""
    return FRAMES_MS if isinstance(explorer, Frames) else KERNEL_MS


def row(times: list[float], wanted: float) -> list[str]:
    """Return the number of times, their median, the slowest, the goal and whether the median meets it."""
    met = "yes" if median(times) <= wanted else "no"
    return [str(len(times)), f"{median(times):.1f}", f"{max(times):.1f}", str(wanted), met]


if __name__ == "__main__":
    main()
