"""One explorer in JupyterLab: its controls as a person meets them, and what the kernel says of it."""

import ast
import json
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from tests.browser.lab import Lab

ANSWER_MS = 5_000
SAME_MARKUP = """(picture, markup) => {
  const wanted = document.createElement("div");
  wanted.innerHTML = markup;
  return picture.innerHTML === wanted.innerHTML;
}"""


class View(NamedTuple):
    """What an explorer is to show."""

    picture: str
    sentence: str


class Widget:
    """The explorer below a cell of a lesson.

    Attributes:
        controls: the description of each control by its name.
        state: the value of each control but a pad, as the acts so far should have set it.
        surprises: pairs of values (None for those that hold a drawing) and a remark.
        root: the element of the whole explorer.
    """

    def __init__(self, lab: Lab, cell: str):
        self.lab, self.cell = lab, cell
        self.find()
        described = json.loads(self._ask("dumps(explorer.data['controls'], default=list)"))
        self.controls = {control["name"]: control for control in described}
        self.state = self.start()
        plain = "None if 'drawing' in values else values"
        found = self._ask(f"dumps([[{plain}, remark] for values, remark in explorer.surprises])")
        self.surprises = json.loads(found)

    def find(self) -> None:
        """Look for the explorer anew, as after a rerun of its cell."""
        self.root = self.lab.output(self.cell).locator(".rnn-explorer")
        self.picture = self.root.locator(".rnn-picture")
        self.readout = self.root.locator(".rnn-readout")
        self.count = self.lab.code_cells()[self.cell]["count"]

    def start(self) -> dict[str, object]:
        """Return the first value of each control but a pad."""
        return {name: control["value"] for name, control in self.controls.items() if control["kind"] != "pad"}

    def named(self, kind: str) -> list[str]:
        """Return the names of the controls of a kind that have more than one value."""
        found = [control for control in self.controls.values() if control["kind"] == kind]
        return [control["name"] for control in found if kind != "slider" or control["min"] < control["max"]]

    def slider(self, name: str) -> Locator:
        return self.root.get_by_role("slider", name=self.controls[name]["label"], exact=True)

    def switch(self, name: str) -> Locator:
        return self.root.get_by_role("checkbox", name=self.controls[name]["label"], exact=True)

    def option(self, name: str, place: int) -> Locator:
        shown, _ = self.controls[name]["options"][place]
        group = self.root.get_by_role("group", name=self.controls[name]["label"], exact=True)
        return group.get_by_role("radio", name=shown, exact=True)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def view(self) -> View:
        """Ask the kernel for the view of the state, with the drawing that it has got."""
        drawing = "{name: value for name, value in explorer.state.items() if name == 'drawing'}"
        return View(*json.loads(self._ask(f"dumps(explorer.frame(**{drawing}, **{self.state!r}))")))

    def assert_shown(self, remark: str = "") -> None:
        """Wait until the explorer says what it has to, then compare picture and text alternative."""
        wanted = self.view()
        expect(self.readout).to_have_text(f"{remark} {wanted.sentence}".strip(), timeout=ANSWER_MS)
        image = self.picture.locator("svg")
        assert image.get_attribute("aria-label")
        assert wanted.picture.startswith("<svg")
        assert self.picture.evaluate(SAME_MARKUP, wanted.picture)
        for name in self.named("slider"):
            assert float(self.slider(name).input_value()) == self.state[name]

    def _ask(self, expression: str) -> str:
        """Return the text that an expression about the ``explorer`` has in the lesson's kernel."""
        source = f"(lambda explorer, dumps: {expression})(Out[{self.count}], __import__('json').dumps)"
        return ast.literal_eval(self.lab.ask(source))
