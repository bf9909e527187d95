"""The tests in a browser say what they need where it is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NO_CHROMIUM = (
    "Chromium is not found: only the tests in a browser use it; on Debian install the package chromium"
)


@pytest.fixture
def without_chromium(tmp_path):
    """Return a function that runs a part of the tests in a browser where there is none."""
    cannot_tell = {name: value for name, value in os.environ.items() if name not in ("CI", "PATH")}

    def run(*arguments):
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/browser/test_axe.py"]
        environment = {**cannot_tell, "PATH": str(tmp_path)}
        return subprocess.run(
            [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
        )

    return run


def test_without_chromium_they_are_skipped_and_the_summary_says_why(without_chromium):
    outcome = without_chromium()
    assert outcome.returncode == 0
    assert " skipped" in outcome.stdout.splitlines()[-1]
    summary = outcome.stdout.partition(" not tried in a browser ")[2]
    assert summary.lstrip("=\n").startswith(NO_CHROMIUM)


def test_where_they_are_required_nothing_is_skipped(without_chromium):
    outcome = without_chromium("--require-browser")
    assert outcome.returncode == pytest.ExitCode.USAGE_ERROR
    (said,) = outcome.stderr.strip().splitlines()
    assert said.startswith(f"ERROR: {NO_CHROMIUM}")
