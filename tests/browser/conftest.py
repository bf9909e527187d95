"""Chromium, a JupyterLab for each worker, and in it a lesson for each class of tests, run once."""

import os
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from course_utils import doctor
from course_utils.notebook_cells import has_tag
from tests.browser import axe
from tests.browser.lab import Lab
from tests.browser.server import Server, jupyter_lab
from tests.lesson_source import LESSONS, exercises, read

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
OF_PYTEST_BASE_URL = (
    "Session-scoped fixtures defined as instance methods"  # the plugin's own, nothing of ours
)
VIEWPORT = {"width": 1280, "height": 900}


def missing() -> list[str]:
    """Say in a sentence each what these tests need and this machine lacks."""
    sentences = []
    if not doctor.chromium_path():
        sentences.append(f"Chromium is not found: {doctor.chromium().remedy}")
    if not axe.SCRIPT.is_file():
        sentences.append(axe.MISSING)
    return sentences


def pytest_addoption(parser):
    parser.addoption(
        "--require-browser", action="store_true", help="stop where Chromium or axe-core is missing"
    )


def pytest_configure(config):
    config.addinivalue_line("filterwarnings", f"ignore:{OF_PYTEST_BASE_URL}:pytest.PytestRemovedIn10Warning")
    ci = os.environ.get("CI") == "true" and sys.platform == "linux"  # where both are easily had
    if (config.getoption("--require-browser") or ci) and missing():
        raise pytest.UsageError("; ".join(missing()))


def pytest_terminal_summary(terminalreporter):
    for sentence in missing():
        terminalreporter.section("not tried in a browser", yellow=True)
        terminalreporter.write_line(sentence)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the Chromium of this system, never a downloaded one."""
    if not doctor.chromium_path():
        pytest.skip(missing()[0])
    return {**browser_type_launch_args, "executable_path": doctor.chromium_path(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": VIEWPORT}


@pytest.fixture(scope="session")
def axe_core() -> None:
    """Skip a test that needs the rules of axe where they are not installed."""
    if not axe.SCRIPT.is_file():
        pytest.skip(axe.MISSING)


@pytest.fixture(scope="session")
def jupyter(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyter_lab(tmp_path_factory.mktemp("jupyter")) as server:
        yield server


def pytest_generate_tests(metafunc):
    if "exercise" in metafunc.fixturenames:
        found = exercises(read(metafunc.cls.number))
        metafunc.parametrize("exercise", found, ids=[exercise.id for exercise in found])
    if "widget" in metafunc.fixturenames:
        cells = read(metafunc.cls.number).cells
        metafunc.parametrize("widget", [cell.id for cell in cells if has_tag(cell, "widget")])


@pytest.fixture(scope="class")
def lesson(request, browser: Browser, browser_context_args: dict, jupyter: Server) -> Iterator[Lab]:
    """The lesson of a test's class in JupyterLab, run from top to bottom."""
    (path,) = (path for path in LESSONS if path.stem.startswith(request.cls.number))
    context = browser.new_context(**browser_context_args)
    lab = Lab(context.new_page(), request.cls.number)
    lab.open(jupyter.page(path.name))
    lab.run_all()
    yield lab
    lab.close()
    context.close()


@pytest.fixture(autouse=True)
def quiet_console(request) -> Iterator[None]:
    """Let a test fail in which the browser's console complains. Nothing is expected there."""
    lab = request.getfixturevalue("lesson") if "lesson" in request.fixturenames else None
    yield
    assert not lab or lab.take_complaints() == []
