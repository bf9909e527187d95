import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course_utils import doctor

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("Makefile", "pyproject.toml", "constraints.txt", "package.json", "package-lock.json")
PYTHON = """#!/bin/sh
# A stand-in for Python that notes what it is asked to do.
echo "$*" >>"{log}"
case "$*" in
  --version) echo "Python 3.{minor}.0" ;;
  *sys.version_info*) [ {minor} -ge 11 ] && [ {minor} -le 13 ] ;;
  *"import ensurepip"*) {ensurepip} ;;
  *"venv --clear"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *"pip install"*) {install} ;;
esac
"""

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("make"), reason="make is not on this machine"
)


def make(folder, *arguments):
    """Run make as if nobody had run it around these tests, and return its outcome."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=folder, env=variables, capture_output=True, text=True)


class Tree:
    """A folder with the Makefile, and a stand-in for Python that is told how to behave."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder / "log"
        folder.mkdir()
        for name in NEEDED:
            shutil.copy(ROOT / name, folder)
        self.python("python3")

    def python(self, path, minor=11, ensurepip="true", install="true"):
        """Write the stand-in to ``path``."""
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PYTHON.format(log=self.log, minor=minor, ensurepip=ensurepip, install=install))
        path.chmod(0o755)

    def make(self, *arguments, python="./python3"):
        """Run make and return its outcome; what Python was asked to do is in ``asked``."""
        self.log.write_text("")
        outcome = make(self.folder, f"PYTHON={python}", *arguments)
        self.asked = self.log.read_text()
        return outcome


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path / "a course")


def test_help_lists_every_target():
    listed = make(ROOT).stdout.splitlines()
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    assert sorted(line.split()[1] for line in listed) == sorted(targets)
    assert all(len(line.split()) > 3 for line in listed)


def test_the_first_run_installs_the_pinned_versions_and_the_second_nothing(tree):
    assert tree.make("constraints").returncode != 0  # there is no .venv yet
    assert tree.make(".venv/.installed").returncode == 0
    assert "-m venv --clear .venv" in tree.asked
    assert "-m pip install -c constraints.txt -e .[test]" in tree.asked
    assert tree.make(".venv/.installed").returncode == 0
    assert tree.asked == ""


def test_a_folder_made_by_hand_is_taken_over(tree):
    tree.python(".venv/bin/python", minor=13)
    assert tree.make(".venv/.installed", python="no-such-python").returncode == 0
    assert "venv --clear" not in tree.asked
    assert "pip install" in tree.asked


def test_a_half_made_folder_is_made_anew(tree):
    (tree.folder / ".venv" / "bin").mkdir(parents=True)
    assert tree.make(".venv/.installed").returncode == 0
    assert "venv --clear" in tree.asked


def test_an_interrupted_installation_is_repeated(tree):
    tree.python("python3", install="false")
    assert tree.make(".venv/.installed").returncode != 0
    tree.python(".venv/bin/python")
    assert tree.make(".venv/.installed").returncode == 0
    assert "pip install" in tree.asked


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_what_is_newer_than_the_installation_is_installed(tree, name):
    tree.make(".venv/.installed")
    later = (tree.folder / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(tree.folder / name, (later, later))
    tree.make(".venv/.installed")
    assert "pip install" in tree.asked


def test_a_folder_that_was_moved_is_installed_again(tree):
    tree.make(".venv/.installed")
    tree.folder = tree.folder.rename(tree.folder.with_name("elsewhere"))
    tree.log = tree.folder / "log"
    tree.python("python3")
    tree.python(".venv/bin/python")
    tree.make(".venv/.installed")
    assert "pip install" in tree.asked


@pytest.mark.parametrize("minor", [10, 14])
def test_another_python_is_refused_in_one_sentence(tree, minor):
    tree.python("python3", minor=minor)
    outcome = tree.make(".venv/.installed")
    assert outcome.returncode != 0
    assert f"PYTHON is ./python3 (Python 3.{minor}.0); wanted is Python 3.11, 3.12 or 3.13" in outcome.stderr
    assert not (tree.folder / ".venv").exists()


def test_another_python_in_the_folder_is_refused_in_one_sentence(tree):
    tree.python(".venv/bin/python", minor=9)
    outcome = tree.make(".venv/.installed")
    assert outcome.returncode != 0
    assert (
        ".venv holds Python 3.9.0; wanted is Python 3.11, 3.12 or 3.13: remove the folder" in outcome.stderr
    )
    assert "pip install" not in tree.asked


def test_a_python_without_ensurepip_is_named(tree):
    tree.python("python3", ensurepip="false")
    outcome = tree.make(".venv/.installed")
    assert outcome.returncode != 0
    assert "./python3 cannot make a virtual environment, because it lacks ensurepip" in outcome.stderr
    assert not (tree.folder / ".venv").exists()


def test_a_python_that_is_not_there_is_named(tree):
    outcome = tree.make(".venv/.installed", python="no-such-python")
    assert outcome.returncode != 0
    assert "PYTHON is no-such-python" in outcome.stderr


class System:
    """A machine with no other programs than those written to it; what apt-get is asked to do is noted."""

    def __init__(self, folder):
        self.folder, self.log = folder, folder / "apt.log"
        folder.mkdir()

    def program(self, name, script="true"):
        (self.folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.folder / name).chmod(0o755)

    def make(self, tree, *arguments, user=0, kernel="Linux"):
        self.program("id", f"echo {user}")
        self.program("uname", f"echo {kernel}")
        variables = {"PATH": str(self.folder)}
        command = [shutil.which("make"), *arguments]
        return subprocess.run(command, cwd=tree.folder, env=variables, capture_output=True, text=True)

    def apt_get(self):
        self.program("apt-get", f'echo "$*" >>"{self.log}"')


@pytest.fixture
def system(tmp_path):
    return System(tmp_path / "bin")


@pytest.mark.parametrize("browser", doctor.BROWSERS)
def test_system_has_nothing_to_do_where_all_is_there(browser, tree, system):
    for name in (browser, "npm"):
        system.program(name)
    assert system.make(tree, "system", kernel="Darwin").stdout.startswith("All system packages")
    system.program("bwrap")
    outcome = system.make(tree, "system")
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("All system packages that the course can use are there")


def test_system_installs_what_is_missing(tree, system):
    system.apt_get()
    assert system.make(tree, "system").returncode == 0
    system.program("npm")
    assert system.make(tree, "system").returncode == 0
    install = "install --yes --no-install-recommends bubblewrap chromium"
    assert system.log.read_text().splitlines() == ["update", f"{install} npm", "update", install]


@pytest.mark.parametrize("user", [0, 1000])
def test_system_names_what_it_cannot_install(user, tree, system):
    if user:
        system.apt_get()
    outcome = system.make(tree, "system", user=user)
    assert outcome.returncode == 0
    assert "install bubblewrap chromium npm with your system's package manager" in outcome.stdout
    assert not system.log.exists()


def test_browser_names_npm_where_it_is_missing(tree, system):
    outcome = system.make(tree, "node_modules/.package-lock.json")
    assert outcome.returncode != 0
    assert "npm is not found; on Debian and Ubuntu install the package npm" in outcome.stderr


def test_browser_takes_from_npm_what_is_locked_and_only_once(tree, system):
    system.program("npm", 'echo "npm $*"; /bin/mkdir -p node_modules; : >node_modules/.package-lock.json')
    assert "npm ci " in system.make(tree, "node_modules/.package-lock.json").stdout
    assert "npm ci " not in system.make(tree, "node_modules/.package-lock.json").stdout
    later = (tree.folder / "node_modules" / ".package-lock.json").stat().st_mtime + 10
    os.utime(tree.folder / "package-lock.json", (later, later))
    assert "npm ci " in system.make(tree, "node_modules/.package-lock.json").stdout


def test_browser_fails_where_the_browser_is_missing_and_test_does_not(tree):
    tree.python(".venv/bin/python")
    tree.make(".venv/.installed")
    planned = {name: tree.make("--dry-run", name).stdout for name in ("browser", "test")}
    assert "-m pytest tests/browser -n 2 --dist loadscope --require-browser\n" in planned["browser"]
    assert "-m pytest tests/browser -n 2 --dist loadscope\n" in planned["test"]


def test_test_ends_with_the_strict_comparison_and_fetches_nothing(tree):
    tree.python(".venv/bin/python")
    tree.make(".venv/.installed")
    planned = tree.make("--dry-run", "test").stdout.splitlines()
    ours = [line for line in planned if ".venv/bin" in line]
    assert [line.split("-m ")[-1].split()[0] for line in ours] == [
        *("ruff", "ruff", ".venv/bin/codespell"),
        *("pytest", "pytest", "pytest", "tests.variants", "pytest"),
    ]
    assert "--nbval " in planned[-1]


@pytest.mark.parametrize(("target", "offline", "threads"), [("lessons", "1", ""), ("variants", "1", "1")])
def test_environment_of_the_targets(tree, target, offline, threads):
    show = '#!/bin/sh\necho "offline=$RNN_COURSE_OFFLINE threads=$OMP_NUM_THREADS"\n'
    tree.make(".venv/.installed")
    for name in ("python", "course"):
        (tree.folder / ".venv" / "bin" / name).write_text(show)
        (tree.folder / ".venv" / "bin" / name).chmod(0o755)
    printed = tree.make(target, "OMP_NUM_THREADS=" if not threads else "LESSON=").stdout
    assert f"offline={offline} threads={threads}" in printed


def test_clean_keeps_data_and_the_installation(tree):
    for name in (
        "build/lessons",
        "data",
        ".venv",
        "tests/__pycache__",
        "course_utils",
        "benchmarks",
        "docs",
        "notebooks",
    ):
        (tree.folder / name).mkdir(parents=True)
    assert tree.make("clean").returncode == 0
    assert {path.name for path in tree.folder.iterdir() if path.is_dir()} == {
        *("data", ".venv", "tests", "course_utils", "benchmarks", "docs", "notebooks")
    }
    assert not (tree.folder / "tests" / "__pycache__").exists()
