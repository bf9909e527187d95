import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jupyter_core.paths import jupyter_path

from course_utils.widgets import svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
PAGES = ("--jp-layout-color0", "--jp-layout-color1")
THEMES = {
    path.parent.name: path
    for folder in jupyter_path("lab", "themes", "@jupyterlab")
    for path in Path(folder).glob("*/index.css")
}


def test_text_and_attributes_are_escaped():
    nasty = "<script>\"&'</script> 5 < 6"
    root = svg.picture(10, 10, nasty, nasty)
    svg.add(root, "text", nasty, fill=nasty)
    parsed = ElementTree.fromstring(svg.to_text(root))
    assert parsed.get("aria-label") == nasty
    assert parsed.find(f"{NAMESPACE}desc").text == nasty
    assert parsed.find(f"{NAMESPACE}text").text == nasty
    assert parsed.find(f"{NAMESPACE}text").get("fill") == nasty
    assert "<script" not in svg.to_text(root)


def test_the_picture_scales_and_has_a_text_alternative():
    root = svg.picture(300, 200, "What it shows.", "The details.")
    (description,) = root
    assert root.get("viewBox") == "0 0 300 200"
    assert {"width: 100%", "max-width: 300px"} <= set(root.get("style").split("; "))
    assert root.get("role") == "img"
    assert (root.get("aria-label"), description.text) == ("What it shows.", "The details.")


def test_a_picture_has_no_ids_that_another_one_on_the_page_could_have_too():
    root = svg.picture(1, 1, "a", "b")
    svg.add(root, "text", "c")
    assert " id=" not in svg.to_text(root)


def test_attributes_take_the_names_of_svg_and_short_numbers():
    line = svg.add(svg.picture(1, 1, "a", "b"), "path", stroke_width=1 / 3, d="M0 0")
    assert line.attrib == {"stroke-width": "0.33333", "d": "M0 0"}


def theme_variables(path):
    return dict(re.findall(r"(--[\w-]+):\s*([^;}]+)", path.read_text(encoding="utf-8")))


def rgba(value, variables):
    """Resolve a CSS value to (red, green, blue, opacity), each from 0 to 1."""
    value = value.strip()
    if match := re.fullmatch(r"var\((--[\w-]+)(?:,(.*))?\)", value):
        return rgba(variables.get(match[1], match[2]), variables)
    if value.startswith("rgba("):
        *colour, opacity = (float(part) for part in value[5:-1].split(","))
        return *(part / 255 for part in colour), opacity
    digits = {"white": "ffffff", "black": "000000"}.get(value, value.removeprefix("#"))
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return *(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)), 1.0


def luminance(colour):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour, page, variables):
    """WCAG's contrast of a colour, transparent or not, on a page."""
    *page, _ = rgba(page, variables)
    *front, opacity = rgba(colour, variables)
    seen = [opacity * a + (1 - opacity) * b for a, b in zip(front, page, strict=True)]
    darker, lighter = sorted((luminance(seen), luminance(page)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000", "white", {}) == pytest.approx(21)
    assert contrast("#777777", "#fff", {}) == pytest.approx(4.48, abs=0.005)


def test_the_themes_of_jupyterlab_are_there():
    assert {"theme-light-extension", "theme-dark-extension"} <= set(THEMES)


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("colour", [svg.INK, svg.MUTED])
def test_text_is_readable_in_every_theme(theme, page, colour):
    variables = theme_variables(THEMES[theme])
    assert contrast(colour, variables[page], variables) >= 4.5


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("colour", [svg.ANSWER, svg.TRUTH, svg.OTHER])
def test_shapes_stand_out_in_every_theme(theme, page, colour):
    variables = theme_variables(THEMES[theme])
    assert contrast(colour, variables[page], variables) >= 3
