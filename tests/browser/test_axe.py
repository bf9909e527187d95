"""The checks of accessibility can fail: pages with a fault each, and one without."""

import pytest
from playwright.sync_api import Page

from tests.browser import axe

SENTENCE = "The loss falls from 2.3 to 0.1 within 300 steps."
SOUND = f"""<main><h1>A lesson</h1><img alt="{SENTENCE}" src="data:,">
  <svg role="img" aria-label="{SENTENCE}"></svg><svg role="img"><title>{SENTENCE}</title></svg>
  <label>w <input type="range"></label><button>Reset</button></main>"""
FAULTS = {
    "image-alt": '<img src="data:,">',
    "svg-img-alt": '<svg role="img"><circle r="9"/></svg>',
    "label": '<input type="range">',
    "button-name": "<button></button>",
    "color-contrast": '<p style="color: #999; background: #fff">Hardly to be read.</p>',
    "target-size": '<button style="width: 9px; height: 9px; padding: 0">a</button><button>b</button>' * 2,
    "aria-required-attr": '<div role="slider" tabindex="0" aria-label="w"></div>',
    "scrollable-region-focusable": '<div style="height: 9px; overflow: scroll"><p>Two<br>lines</p></div>',
}


@pytest.fixture
def main(page: Page):
    """Return a function that shows a page and returns its main part."""

    def show(content: str):
        page.set_content(f'<html lang="en"><title>A page</title><main>{content}</main></html>')
        return page.locator("main").first

    return show


@pytest.mark.usefixtures("axe_core")
def test_a_sound_page_breaks_no_rule(main):
    assert axe.violations(main(SOUND)) == []


@pytest.mark.usefixtures("axe_core")
@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_found_and_reported_with_its_element(rule, main):
    found = {violation.rule: violation for violation in axe.violations(main(FAULTS[rule]))}
    assert rule in found
    assert found[rule].element[:20] in main(FAULTS[rule]).inner_html()
    assert str(found[rule]).startswith(f"{rule}: ")
    assert "dequeuniversity.com" in found[rule].address


@pytest.mark.usefixtures("axe_core")
def test_what_lies_outside_is_not_looked_at(main, page: Page):
    main(f"<section>{SOUND}</section>{FAULTS['image-alt']}")
    assert axe.violations(page.locator("section")) == []


def test_texts_of_all_figures_are_read(main):
    assert axe.alternative_texts(main(SOUND + FAULTS["image-alt"])) == [SENTENCE, SENTENCE, SENTENCE, ""]


@pytest.mark.usefixtures("axe_core")
def test_a_file_name_satisfies_axe_but_not_us(main):
    shown = main('<img alt="a figure of the loss, figure.png" src="data:,">')
    assert axe.violations(shown) == []
    assert [axe.is_sentence(text) for text in axe.alternative_texts(shown)] == [False]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SENTENCE, True),
        ("", False),
        ("figure.png", False),
        ("outputs/03_confusion_matrix.PNG", False),
        ("Figure 3", False),
        ("0.1 0.2 0.3 0.4 0.5 0.6 0.7", False),
        ("confusion-matrix-of-the-test-digits", False),
    ],
)
def test_what_counts_as_a_sentence(text, sentence):
    assert axe.is_sentence(text) == sentence
