"""One lesson open in JupyterLab, and what a learner does with it by mouse and keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page

PICTURES = Path(__file__).resolve().parents[2] / "build" / "browser"
OPEN_MS, RUN_MS = 60_000, 300_000
TRIES = 50
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# The indicator in the toolbar says "idle" before there is a session, so the session itself is asked.
OPENED = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return Boolean(panel?.context?.isReady && panel.sessionContext?.isReady);
}"""
READY = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const kernel = panel.sessionContext.session?.kernel;
  const loaded = panel.content.widgets.length === panel.content.model.cells.length;
  return loaded && kernel?.connectionStatus === "connected" && kernel.status === "idle";
}"""
RUN_ALL = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  for (const cell of panel.content.model.cells) {
    if (cell.type === "code") { cell.clearExecution(); }
  }
  window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""
# A cell that is out of sight may have no elements, so the models are asked.
OUTCOME = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = [...panel.content.model.cells].filter(cell => cell.type === "code");
  const outputs = cells.flatMap(cell => cell.outputs.toJSON());
  const error = outputs.find(output => output.output_type === "error");
  if (error) { return `${error.ename}: ${error.evalue}`; }
  const idle = panel.sessionContext.session?.kernel?.status === "idle";
  return idle && cells.every(cell => cell.executionCount !== null) && "ran";
}"""
CODE_CELLS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.type === "code")
  .map(cell => ({id: cell.id, count: cell.executionCount, outputs: cell.outputs.length}))"""
SHOW = """async id => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  await notebook.scrollToItem(index, "start");
  return index;
}"""
SOURCE = """id => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .find(cell => cell.id === id).sharedModel.getSource()"""
HAS_RUN_AGAIN = """([id, before]) => {
  const panel = window.jupyterapp.shell.currentWidget;
  const count = [...panel.content.model.cells].find(cell => cell.id === id).executionCount;
  return count !== null && count !== before && panel.sessionContext.session.kernel.status === "idle";
}"""
# To axe a page is hidden whose body hides its overflow and has no height of its own, as JupyterLab's.
BODY_HAS_A_HEIGHT = "body { min-height: 100vh; }"
HEIGHT = "() => document.querySelector('.jp-Notebook .jp-WindowedPanel-inner').scrollHeight"
ALL_IN_SIGHT = """async () => {
  const scrolled = document.querySelector(".jp-Notebook .jp-WindowedPanel-outer");
  const last = [...document.querySelectorAll(".jp-Notebook .jp-Cell")].at(-1);
  scrolled.scrollTo(0, 0);
  const end = last.getBoundingClientRect().bottom;
  await new Promise(resolve => setTimeout(resolve, 100));
  const still = scrolled.scrollTop === 0 && last.getBoundingClientRect().bottom === end;
  return still && end <= innerHeight;
}"""
CHANGE_THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
THEME_IS_LIGHT = "light => document.body.dataset.jpThemeLight === String(light)"
ASK = """async expression => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const asked = {code: "", silent: true, store_history: false, user_expressions: {answer: expression}};
  const {content} = await kernel.requestExecute(asked).done;
  const {answer} = content.user_expressions;
  if (answer.status !== "ok") { throw new Error(`${answer.ename}: ${answer.evalue}`); }
  return answer.data["text/plain"];
}"""
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"


class Lab:
    """A lesson in JupyterLab; it is opened by `open` and read from top to bottom by `run_all`.

    Attributes:
        page: the browser's page.
        number: the lesson's, such as "03".
        complaints: errors of the browser's console and of scripts, and failed requests, since last taken.
        hosts: every machine that the page has asked for something.
    """

    def __init__(self, page: Page, number: str):
        self.page, self.number = page, number
        self.complaints, self.hosts = [], set()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self.hosts.add(_host(request.url)))

    def open(self, address: str) -> None:
        """Open the notebook and wait until its cells are there and its kernel is connected and idle."""
        self.page.goto(address)
        self.page.wait_for_function(OPENED, timeout=OPEN_MS)
        self.page.wait_for_function(READY, timeout=OPEN_MS)

    def run_all(self) -> None:
        """Run all cells and wait until each has its count. Raises RuntimeError when one fails."""
        self.page.evaluate(RUN_ALL)
        outcome = self.page.wait_for_function(OUTCOME, timeout=RUN_MS).json_value()
        if outcome != "ran":
            raise RuntimeError(f"a cell stopped with {outcome}")

    def code_cells(self) -> dict[str, dict[str, int]]:
        """Return ``count`` and the number of ``outputs`` of every code cell by its id, in order."""
        return {cell["id"]: cell for cell in self.page.evaluate(CODE_CELLS)}

    def cell(self, id: str) -> Locator:
        """Scroll to a cell and return it."""
        index = self.page.evaluate(SHOW, id)
        return self.page.locator(f'.jp-Notebook [data-windowed-list-index="{index}"]')

    def output(self, id: str) -> Locator:
        """Scroll to a cell and return what stands below its code."""
        return self.cell(id).locator(".jp-OutputArea").first

    @contextmanager
    def unrolled(self) -> Iterator[Locator]:
        """Make the window higher than the lesson, so that all is in sight; yield what stands below code."""
        before = self.page.viewport_size
        self.page.add_style_tag(content=BODY_HAS_A_HEIGHT)
        try:
            self._heighten(before)
            yield self.page.locator(".jp-Notebook .jp-OutputArea-output")
        finally:
            self.page.set_viewport_size(before)

    def source(self, id: str) -> str:
        """Return the code of a cell."""
        return self.page.evaluate(SOURCE, id)

    def write(self, id: str, source: str) -> None:
        """Replace the code of a cell as one does by keyboard: select all, then write over it."""
        self.cell(id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def write_line(self, id: str, line: str, written: str) -> None:
        """Go to a line of a cell by mouse, select it by keyboard, and write another, key by key."""
        self.cell(id).locator(".cm-line", has_text=line).click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Shift+End")
        self.page.keyboard.type(written)

    def run_cell(self, id: str) -> str:
        """Press Shift+Enter in a cell that is being written; return what stands below it afterwards."""
        before = self.code_cells()[id]["count"]
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(HAS_RUN_AGAIN, arg=[id, before], timeout=RUN_MS)
        return self.output(id).inner_text()

    def ask(self, expression: str) -> str:
        """Return how the kernel prints the value of an expression."""
        return self.page.evaluate(ASK, expression)

    @contextmanager
    def theme(self, name: str) -> Iterator[None]:
        """Wear the "light" or the "dark" theme while the block runs, and the light one afterwards."""
        self._wear(name)
        try:
            yield
        finally:
            self._wear("light")

    def keep(self, name: str, part: Locator | None = None) -> None:
        """Keep a picture of the page, or of a part of it, as ``build/browser/NUMBER-NAME.png``."""
        (part or self.page).screenshot(path=PICTURES / f"{self.number}-{name}.png")

    def take_complaints(self) -> list[str]:
        """Return the complaints so far, and forget them."""
        taken, self.complaints = self.complaints, []
        return taken

    def close(self) -> None:
        """Shut the kernel down and close the page."""
        self.page.evaluate(SHUT_DOWN)
        self.page.close(run_before_unload=False)

    def _heighten(self, size: dict[str, int]) -> None:
        """Try until nothing moves: cells that come into sight turn out higher than they were taken for."""
        for _ in range(TRIES):
            self.page.set_viewport_size({**size, "height": self.page.evaluate(HEIGHT) + size["height"]})
            if self.page.evaluate(ALL_IN_SIGHT):
                return
        raise RuntimeError(f"the lesson does not come to rest in {TRIES} tries to show all of it")

    def _wear(self, theme: str) -> None:
        self.page.evaluate(CHANGE_THEME, THEMES[theme])
        self.page.wait_for_function(THEME_IS_LIGHT, arg=theme == "light")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")


def _host(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return rest.partition("/")[0].partition(":")[0] if rest else scheme.partition(":")[0]
