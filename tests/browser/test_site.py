"""The site in a browser, from local files: open to everyone, alive without a kernel, asking nobody."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.lab import PICTURES
from tests.browser.site import built, page_names, widgets

THEME = "theme => { document.documentElement.dataset.theme = theme; }"  # as the theme's switch does
PAPER = "getComputedStyle(document.body).backgroundColor"
WIDE = {"width": 1280, "height": 800}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STATE = """(root, frames) => {
  const shown = root.querySelector(".rnn-picture").innerHTML;
  const wanted = document.createElement("div");
  const found = rnnFrames[frames].known.find(({picture}) => {
    wanted.innerHTML = picture;
    return wanted.innerHTML === shown;
  });
  return found && JSON.stringify({...found.state, sentence: found.sentence});
}"""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    return built(tmp_path_factory.getbasetemp())


@pytest.fixture
def quiet_page(page: Page):
    """A page that may ask for local files alone and may not complain."""
    trouble = []
    page.set_viewport_size(WIDE)
    page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "request", lambda request: request.url.startswith(("file:", "data:")) or trouble.append(request.url)
    )
    yield page
    assert trouble == []


def opened(page: Page, site, name: str) -> Page:
    page.goto((site / f"{name}.html").as_uri())
    page.evaluate("() => window.MathJax?.startup?.promise")
    page.add_style_tag(content="* { transition: none !important; }")  # half way, a colour has no contrast
    return page


def test_every_page_is_known(site):
    pages = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    assert {name for name in pages if not name.startswith("_")} == set(page_names())


@pytest.mark.usefixtures("axe_core")
@pytest.mark.parametrize("name", page_names())
def test_a_page_breaks_no_rule_in_light_and_in_dark_and_its_figures_have_words(quiet_page, site, name):
    opened(quiet_page, site, name)
    for theme in ("light", "dark"):
        quiet_page.evaluate(THEME, theme)
        found = axe.violations(quiet_page.locator("html"))
        assert found == [], "\n".join(map(str, [theme, *found]))
    texts = axe.alternative_texts(quiet_page.locator("main"))
    assert [text for text in texts if not axe.is_sentence(text)] == []


def test_the_theme_can_be_chosen(quiet_page, site):
    opened(quiet_page, site, "index")
    light, dark = (
        quiet_page.evaluate(f"theme => {{ ({THEME})(theme); return {PAPER}; }}", theme)
        for theme in ("light", "dark")
    )
    assert light != dark


@pytest.mark.parametrize("name", ["index", "lessons/03_read_digits_row_by_row", "misconceptions/T0.2"])
def test_a_narrow_page_is_not_wider_than_its_window(quiet_page, site, name):
    quiet_page.set_viewport_size({"width": 390, "height": 800})
    opened(quiet_page, site, name)
    quiet_page.screenshot(path=PICTURES / f"site-narrow-{name.replace('/', '-')}.png")
    assert quiet_page.evaluate(SIDEWAYS) <= 0


def test_the_first_screen_says_what_the_course_is_and_reads_a_digit(quiet_page, site):
    opened(quiet_page, site, "index")
    reader = quiet_page.locator(".rnn-digit-reader")
    quiet_page.screenshot(path=PICTURES / "site-first-screen.png")
    for part in (
        quiet_page.locator("h1"),
        reader,
        quiet_page.get_by_role("link", name="Start with lesson 00"),
    ):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= WIDE["height"]
    said = reader.locator(".rnn-readout")
    before = said.inner_text()
    reader.get_by_role("button", name="Clear").click()
    expect(said).to_contain_text("The sheet is empty.")
    sheet = reader.locator("canvas").bounding_box()
    quiet_page.mouse.move(sheet["x"] + 0.5 * sheet["width"], sheet["y"] + 0.2 * sheet["height"])
    quiet_page.mouse.down()
    quiet_page.mouse.move(sheet["x"] + 0.5 * sheet["width"], sheet["y"] + 0.8 * sheet["height"], steps=8)
    quiet_page.mouse.up()
    expect(said).to_contain_text("After row 28 of 28 the network believes ")
    assert said.inner_text() != before


@pytest.mark.parametrize(("name", "cell"), widgets())
def test_a_widget_moves_without_a_kernel(quiet_page, site, name, cell):
    frames = f"{name.removeprefix('lessons/')[:2]}-{cell}"
    opened(quiet_page, site, name)
    root = quiet_page.locator(f'[data-frames="{frames}"]')
    readout = root.locator(".rnn-readout")
    for place in range(root.get_by_role("slider").count()):
        slider = root.get_by_role("slider").nth(place)
        slider.focus()
        before = json.loads(root.evaluate(STATE, frames))
        quiet_page.keyboard.press(
            "Home" if slider.input_value() == slider.get_attribute("max") else "ArrowRight"
        )
        after = json.loads(root.evaluate(STATE, frames))
        assert after != before
        expect(readout).to_have_text(after["sentence"])
    for place in range(root.get_by_role("radio").count()):
        option = root.get_by_role("radio").nth(place)
        option.click()
        assert option.is_checked()
        expect(readout).to_have_text(json.loads(root.evaluate(STATE, frames))["sentence"])
    for place in range(root.get_by_role("checkbox").count()):
        option = root.get_by_role("checkbox").nth(place)
        before = option.is_checked()
        option.focus()
        quiet_page.keyboard.press("Space")
        assert option.is_checked() != before
    root.get_by_role("button", name="Surprise me").click()
    remark = quiet_page.evaluate("name => rnnFrames[name].surprises[0][1]", frames)
    expect(readout).to_contain_text(remark)
    root.screenshot(path=PICTURES / f"site-{frames}.png")
    root.get_by_role("button", name="Reset").click()
    start = quiet_page.evaluate("name => rnnFrames[name].controls.map(({value}) => value)", frames)
    state = json.loads(root.evaluate(STATE, frames))
    assert list(state.values())[:-1] == start


def test_a_slider_gets_from_end_to_end_by_keys_alone(quiet_page, site):
    opened(quiet_page, site, "lessons/01_give_a_loop_a_memory")
    slider = quiet_page.get_by_role("slider", name="w_hh", exact=True)
    slider.press("Home")
    assert slider.input_value() == "-3"
    for _ in range(61):
        slider.press("ArrowRight")
    assert slider.input_value() == "3"
    for _ in range(61):
        slider.press("ArrowLeft")
    assert slider.input_value() == "-3"


def test_the_search_finds_a_word_without_a_server(quiet_page, site):
    opened(quiet_page, site, "search")
    quiet_page.goto((site / "search.html").as_uri() + "?q=forget+gate")
    results = quiet_page.locator("#search-results li")
    expect(results.first).to_be_visible()
    assert "Gates, dimensions" in " ".join(results.all_inner_texts())


def test_a_lesson_leads_to_the_one_before_and_the_one_after(quiet_page, site):
    opened(quiet_page, site, "lessons/02_find_every_gate")
    quiet_page.locator(".next-page, .right-next").first.click()
    assert "03_read_digits" in quiet_page.url
    quiet_page.locator(".prev-page, .left-prev").first.click()
    assert "02_find_every_gate" in quiet_page.url


def test_paper_gets_no_navigation_and_no_controls(quiet_page, site):
    opened(quiet_page, site, "lessons/01_give_a_loop_a_memory")
    quiet_page.emulate_media(media="print")
    for gone in ("header.bd-header", ".bd-sidebar-primary", ".rnn-controls", ".rnn-explorer .rnn-buttons"):
        expect(quiet_page.locator(gone).first).to_be_hidden()
    expect(quiet_page.locator(".rnn-picture svg").first).to_be_visible()
