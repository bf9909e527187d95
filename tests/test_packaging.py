import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import pins
from tests.strict import NBVAL

ROOT = Path(__file__).resolve().parent.parent


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
PINS = pins.read_pins(text("constraints.txt"))
DIRECT = [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
ENVIRONMENT = yaml.safe_load(text("environment.yml"))
CONDA, PIP = ENVIRONMENT["dependencies"][:-1], ENVIRONMENT["dependencies"][-1]["pip"]
WORKFLOW = yaml.safe_load(text(".github/workflows/ci.yml"))
STEPS = [(name, step) for name, job in WORKFLOW["jobs"].items() for step in job["steps"]]


def makefile_variable(name):
    """The value of a variable of the Makefile, such as the arguments of the strict comparison."""
    return re.search(rf"^{name} := (.*)$", text("Makefile"), re.MULTILINE)[1]


def fenced_lines(name):
    """The lines inside the fenced blocks of a Markdown file."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text(name), re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines()]


def commands(job):
    return [step["run"] for name, step in STEPS if name == job and "run" in step]


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda requirement: requirement.name)
def test_every_direct_package_is_pinned_within_its_range(requirement):
    pin = PINS.get(canonicalize_name(requirement.name))
    assert pin, "run `make constraints`"
    assert pin in requirement.specifier


def test_every_package_of_every_system_is_pinned_and_no_other():
    missing, superfluous = pins.needed() - set(PINS), set(PINS) - pins.needed()
    assert (missing, superfluous) == (set(), set()), "run `make constraints`"


def test_pins_are_plain_versions_in_order():
    assert [name for name, pin in PINS.items() if str(Version(pin)) != pin or Version(pin).local] == []
    assert list(PINS) == sorted(map(canonicalize_name, PINS))


def test_conda_installs_the_direct_packages_in_the_pinned_versions():
    versions = dict(line.split("==") for line in PIP if not line.startswith("-"))
    assert versions == {
        name: PINS.get(name) for name in (canonicalize_name(wanted.name) for wanted in DIRECT)
    }
    assert [line for line in PIP if line.startswith("-")] == [
        "--constraint constraints.txt",
        "--editable .[test]",
    ]


def test_conda_takes_a_python_that_the_course_supports():
    python = next(line.partition("=")[2] for line in CONDA if line.startswith("python="))
    assert f"{python}.0" in SpecifierSet(PROJECT["requires-python"])
    assert ENVIRONMENT["name"] == PROJECT["name"]
    assert "pip" in CONDA


def test_both_files_are_as_they_would_be_written_again():
    assert text("constraints.txt") == pins.constraints_text(PINS)
    assert text("environment.yml") == pins.environment_text(PINS)


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="only a CI must have the pinned versions")
def test_what_is_installed_is_what_is_pinned():
    installed = {name: pins.installed(name) for name in PINS}
    assert {name: pin for name, pin in PINS.items() if installed[name] not in (None, pin)} == {}
    assert [wanted.name for wanted in DIRECT if pins.installed(wanted.name) is None] == []


def test_the_ci_runs_what_the_readme_says():
    script = [line for line in text(".ci/run").splitlines() if not line.startswith("#")]
    assert script == [
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "make system",
        "make test",
    ]
    assert {"make lessons", "make test"} <= set(fenced_lines("README.md"))
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_make_is_told_only_to_do_what_it_can(name):
    targets = re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE)
    told = re.findall(r"^make (\w+)", "\n".join(fenced_lines(name)), re.MULTILINE)
    told += re.findall(r"`make (\w+)", text(name))
    assert told
    assert set(told) <= set(targets)


def test_without_make_the_same_is_installed_and_run():
    lines = "\n".join(fenced_lines("README.md"))
    assert makefile_variable("INSTALL") in lines
    assert "course run --html build/lessons" in lines
    assert "course run --html build/lessons" in text("Makefile").replace("$(COURSE)", "course")


def test_windows_runs_the_commands_of_the_makefile():
    names = ("INSTALL", "UNIT_TESTS", "QUICK_VARIANTS", "STRICT")
    wanted = [f"python {makefile_variable(name)}" for name in names]
    found = commands("windows")
    assert found == [wanted[0], "course run --html build/lessons", *wanted[1:]]
    digits = next(step["env"] for _, step in STEPS if step.get("run") == wanted[-1])
    assert digits == {"RNN_COURSE_DIGITS": "stand-in"}
    assert "\tRNN_COURSE_DIGITS=stand-in $(RUN) $(STRICT)\n" in text("Makefile")


def test_the_variants_are_compared_as_strictly():
    strict = makefile_variable("STRICT").split()
    assert set(NBVAL) < set(strict)
    assert not any("lax" in option or "sanitize" in option for option in strict)


def test_unix_runs_both_commands_of_the_readme():
    assert commands("test") == ["make lessons", ".ci/run"]


def test_the_ci_tries_every_supported_python_on_every_system():
    supported = [
        f"3.{minor}" for minor in range(30) if f"3.{minor}" in SpecifierSet(PROJECT["requires-python"])
    ]
    assert list(pins.PYTHONS) == supported
    for job, systems in (("test", ["ubuntu-latest", "macos-latest"]), ("windows", None)):
        matrix = WORKFLOW["jobs"][job]["strategy"]["matrix"]
        assert matrix["python"] == supported
        assert matrix.get("os") == systems


def test_once_a_week_the_oldest_and_the_newest_torch_are_tried():
    oldest, newest = (row["packages"] for row in WORKFLOW["jobs"]["torch"]["strategy"]["matrix"]["include"])
    lowest = {wanted.name: str(wanted.specifier).removeprefix(">=") for wanted in DIRECT}
    assert oldest == f'"torch=={lowest["torch"]}.*" "torchvision=={lowest["torchvision"]}.*"'
    assert newest == "torch torchvision"
    install = commands("torch")[0]
    assert install == 'python -m pip install ${{ matrix.packages }} -e ".[test]"'  # without constraints.txt
    assert WORKFLOW[True]["schedule"]  # YAML reads the key `on` as true


def test_once_a_week_conda_installs_what_is_pinned():
    create, *rest = commands("conda")
    assert create.endswith("conda env create -f environment.yml")
    assert any(command.endswith("pytest tests/test_packaging.py") for command in rest)


def test_the_gpu_runs_the_strict_comparison_and_never_a_stranger_s_code():
    job = WORKFLOW["jobs"]["gpu"]
    assert job["runs-on"] == ["self-hosted", "gpu"]
    assert job["env"]["RNN_COURSE_DEVICE"] == "cuda"
    assert "github.event_name != 'pull_request'" in job["if"]
    assert "make variants ONLY=cuda" in commands("gpu")


def test_the_workflow_may_read_only_and_pins_its_actions():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in WORKFLOW["jobs"].values())
    actions = [step["uses"] for _, step in STEPS if "uses" in step]
    assert [action for action in actions if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)] == []
    assert all("timeout-minutes" in job for job in WORKFLOW["jobs"].values())
