"""SVG pictures as text. The standard library's ElementTree builds them, so every text is escaped."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from course_utils.plotting import COLOURS

# Text takes the colours of JupyterLab's theme, and elsewhere that of the page around it.
INK = "var(--jp-ui-font-color1, currentColor)"
MUTED = "var(--jp-ui-font-color2, currentColor)"
FONT = "var(--jp-ui-font-family, sans-serif)"
# Shapes have fixed colours, neither light nor dark: at least 3:1 on a white page and on a black one.
ANSWER = COLOURS["prediction"]
TRUTH = COLOURS["truth"]
OTHER = "#767676"


def picture(width: float, height: float, title: str, description: str) -> Element:
    """Return an empty picture that scales with the page and has a text alternative.

    Args:
        width: in user units; on a wide page also in CSS pixels.
        height: in user units.
        title: one sentence that stands for the picture.
        description: the details, for who wants more than the sentence.
    """
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}", role="img")
    root.set("aria-label", title)
    root.set("style", f"display: block; width: 100%; max-width: {width:g}px; fill: {INK}")
    root.set("font-family", FONT)
    root.set("font-size", "13")
    root.set("font-variant-numeric", "tabular-nums")
    add(root, "desc", description)
    return root


def add(parent: Element, tag: str, text: str | None = None, **attributes: str | float) -> Element:
    """Append an element to ``parent`` and return it; ``stroke_width`` becomes ``stroke-width``."""
    child = ElementTree.SubElement(parent, tag)
    child.text = text
    for name, value in attributes.items():
        child.set(name.replace("_", "-"), value if isinstance(value, str) else f"{value:.5g}")
    return child


def to_text(root: Element) -> str:
    """Return the picture as text."""
    return ElementTree.tostring(root, encoding="unicode")
