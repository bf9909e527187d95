"""Accessibility of what a browser shows: axe-core's rules, and alternative texts that are sentences."""

import re
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "axe-core is not in node_modules/; run: npm ci"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """async (elements, tags) => {
  const rules = {type: "tag", values: tags};
  const options = {runOnly: rules, resultTypes: ["violations"], preload: false};  // nothing is loaded
  const {violations} = await axe.run({include: elements}, options);
  return violations.flatMap(({id, nodes, help, helpUrl}) => nodes.map(({html}) => [id, html, help, helpUrl]));
}"""
FIGURES = "img, svg[role=img], canvas[role=img]"
TEXTS = """figures => figures.filter(figure => !figure.closest("[aria-hidden=true]")).map(figure => (
  figure.getAttribute("aria-label") || figure.getAttribute("alt")
  || figure.querySelector(":scope > title")?.textContent || "").trim())"""
SHORTEST = 20  # characters
FILE_NAME = re.compile(r"\.(png|jpe?g|gif|svg|webp)\b", re.IGNORECASE)


class Violation(NamedTuple):
    """A rule that an element breaks."""

    rule: str
    element: str
    help: str
    address: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.help} ({self.address})\n    {self.element[:300]}"


def violations(elements: Locator) -> list[Violation]:
    """Return what axe finds wrong in elements and all that they hold, by the rules of WCAG 2.2 AA."""
    page = elements.page
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return [Violation(*found) for found in elements.evaluate_all(RUN, list(TAGS))]


def alternative_texts(elements: Locator) -> list[str]:
    """Return the alternative text of every figure in elements, empty where there is none."""
    return elements.locator(FIGURES).evaluate_all(TEXTS)


def is_sentence(text: str) -> bool:
    """Tell whether an alternative text can say something: it has words, and is no file's name."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(text) >= SHORTEST and len(words) > 1 and " " in text and not FILE_NAME.search(text)
