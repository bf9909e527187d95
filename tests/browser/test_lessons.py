"""Every lesson in JupyterLab, one class each, so that a worker runs a lesson once for all its tests."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import Accessibility
from tests.browser.drawing import Drawing
from tests.browser.exercises import Exercises, ExercisesOfOneLine
from tests.browser.lab import Lab
from tests.browser.mistakes import MISTAKES
from tests.browser.running import Running
from tests.browser.widgets import Widgets
from tests.lesson_source import LESSONS, exercises, read


class TestLesson00(Running, ExercisesOfOneLine, Accessibility, Widgets):
    number = "00"


class TestLesson01(Running, Exercises, Accessibility, Widgets):
    number = "01"


class TestLesson02(Running, Exercises, Accessibility, Widgets):
    number = "02"


class TestLesson03(Running, Exercises, Accessibility, Widgets, Drawing):
    number = "03"


class TestLesson04(Running, Exercises, Accessibility, Widgets):
    number = "04"


class TestLesson05(Running, Exercises, Accessibility, Widgets):
    number = "05"


def test_every_lesson_is_tried_and_every_exercise_has_its_typical_mistake():
    numbers = [path.stem[:2] for path in LESSONS]
    assert [f"TestLesson{number}" in globals() for number in numbers] == [True] * len(numbers)
    assert [exercise.id for number in numbers for exercise in exercises(read(number))] == list(MISTAKES)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("console.error('no such widget')", "console: no such widget"),
        ("setTimeout(() => { throw new Error('no such part'); })", "error: no such part"),
        ("fetch('http://127.0.0.1:9/nowhere').catch(() => {})", "console: Failed to load resource"),
    ],
    ids=["console", "script", "request"],
)
def test_what_goes_wrong_in_a_page_is_noticed(script, said, page: Page):
    lab = Lab(page, "00")
    page.evaluate(script)
    page.wait_for_timeout(200)
    (complaint,) = lab.take_complaints()
    assert complaint.startswith(said)
    assert lab.take_complaints() == []


def test_another_machine_is_noticed(page: Page):
    lab = Lab(page, "00")
    page.route("**/*", lambda route: route.fulfill(body="here"))
    page.goto("http://elsewhere.invalid:8000/page?token=1")
    assert lab.hosts == {"elsewhere.invalid"}
