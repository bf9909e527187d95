"""What nbval lets pass and what it refuses, on small notebooks named by the outcome."""

import os
import re
import subprocess
import sys
from pathlib import Path

from course_utils.notebook_form import stored_faults

ROOT = Path(__file__).parent.parent
NOTEBOOKS = Path(__file__).parent / "notebooks"
OPTIONS = ("--nbval", "--nbval-current-env", "--nbval-cell-timeout=60")
QUIET = ("-o", "addopts=", "-p", "no:cacheprovider", "-rA", "--color=no")
REASONS = {
    "changed-output": r"reference_output == test_output failed:\s+'\(3, 64, 28\)\\n' == '\(3, 28, 64\)\\n'",
    "missing-output": r"Missing output fields from running code: {'stdout'}",
    "extra-output": r"Unexpected output fields from running code: {'stdout'}",
    "exception": r"AssertionError: the claim does not hold",
    "warning": r"Unexpected output fields from running code: {'stderr'}",
}
LET_PASS = {"same-output", "ignored-output", "raises-exception", "figure", "widget", "unchecked-null-count"}


def nbval_report():
    """Execute the notebooks in a process of its own and return what pytest prints."""
    paths = sorted(NOTEBOOKS.glob("nbval-*.ipynb"))
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, *QUIET, *map(str, paths)],
        cwd=ROOT,
        env=variables | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return re.sub(r"\x1b\[[\d;]*m", "", done.stdout)


def test_nbval_decides_as_the_notebooks_names_say_and_tells_what_differed():
    report = nbval_report()
    verdicts = re.findall(
        r"^(\w+) tests/notebooks/nbval-(.*)\.ipynb::Cell 0 \[([a-z-]+)\]", report, re.MULTILINE
    )
    expected = {("PASSED", f"pass-{name}", name.removeprefix("unchecked-")) for name in LET_PASS}
    assert set(verdicts) == expected | {("FAILED", f"fail-{name}", name) for name in REASONS}
    for name, reason in REASONS.items():
        _, _, section = report.partition(f"_ nbval-fail-{name}.ipynb: Cell 0 [{name}] _")
        assert re.search(reason, section.partition("\n____")[0]), name


def test_the_form_refuses_the_cell_without_a_count_that_nbval_lets_pass_unchecked():
    faults = {path.stem: stored_faults(path) for path in NOTEBOOKS.glob("nbval-*.ipynb")}
    found = {stem: [fault.sentence for fault in found] for stem, found in faults.items() if found}
    sentence = "cell 'null-count' has the execution count None; wanted is 1"
    assert found == {"nbval-pass-unchecked-null-count": [sentence]}
