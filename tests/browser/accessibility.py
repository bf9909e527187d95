"""Tests of every lesson: what it shows is open to everyone, in both themes."""

import pytest

from tests.browser import axe
from tests.browser.lab import THEMES

PLANT = """output => output.insertAdjacentHTML("beforeend",
  "<p id='planted'><img src='data:,'><span style='color: #aaa'>Hardly to be read</span></p>")"""


class Accessibility:
    @pytest.mark.usefixtures("axe_core")
    @pytest.mark.parametrize("theme", THEMES)
    def test_the_outputs_break_no_rule(self, lesson, theme):
        with lesson.theme(theme), lesson.unrolled() as outputs:
            found = axe.violations(outputs)
            lesson.keep(f"all-{theme}", lesson.page.locator(".jp-Notebook .jp-WindowedPanel-inner"))
        assert found == [], "\n".join(map(str, found))

    def test_every_figure_has_a_sentence_for_those_who_do_not_see_it(self, lesson):
        with lesson.unrolled() as outputs:
            texts = axe.alternative_texts(outputs)
        assert texts
        assert [text for text in texts if not axe.is_sentence(text)] == []

    @pytest.mark.usefixtures("axe_core")
    @pytest.mark.parametrize("place", ["first", "last"])
    def test_a_fault_in_an_output_would_be_found(self, lesson, place):
        with lesson.unrolled() as outputs:
            getattr(outputs, place).evaluate(PLANT)
            found = {violation.rule for violation in axe.violations(outputs)}
            texts = axe.alternative_texts(outputs)
            lesson.page.locator("#planted").evaluate("element => element.remove()")
        assert found == {"image-alt", "color-contrast"}
        assert "" in texts
