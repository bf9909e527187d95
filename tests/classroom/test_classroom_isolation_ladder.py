"""The ladder: which rungs hold here, and that a rung that does not hold is not used."""

import json
import subprocess
import sys

import pytest

from course_utils.classroom.isolation import bubblewrap, ladder
from course_utils.classroom.isolation.ladder import LADDER, Rung, best_rung, rung_named

NOTHING = {
    "can compute": True,
    "can read files outside": False,
    "can reach the network": False,
    "can see other processes": False,
    "can signal other processes": False,
}


@pytest.fixture
def fresh_trials():
    ladder._trial.cache_clear()
    yield
    ladder._trial.cache_clear()


def test_names_and_order():
    assert [rung.name for rung in LADDER] == ["bubblewrap", "landlock", "trusted"]
    assert [rung_named(rung.name) for rung in LADDER] == list(LADDER)
    with pytest.raises(
        ValueError, match="^rung is 'docker', but must be one of bubblewrap, landlock, trusted$"
    ):
        rung_named("docker")


def test_the_best_rung_is_the_first_that_holds(monkeypatch):
    for holding in LADDER:
        monkeypatch.setattr(ladder, "_trial", lambda rung, holding=holding: ladder.Trial(rung == holding, ""))
        assert best_rung() == holding


def test_every_rung_says_how_it_went():
    for rung in LADDER:
        trial = rung.works()
        assert rung.name in trial.sentence or rung.name == "trusted"
        assert trial.ok is (" holds: " in trial.sentence or rung.name == "trusted")


def test_the_environment_is_cleared():
    program = [sys.executable, "-c", "import os; print(sorted(os.environ))"]
    command = Rung("trusted").command(program, environment={"LC_ALL": "C.UTF-8", "A": "b c=d"})
    came = subprocess.run(command, capture_output=True, text=True, check=True, env={"SECRET": "x"}).stdout
    assert came == "['A', 'LC_ALL']\n"


@pytest.mark.parametrize("what", [name for name, done in NOTHING.items() if not done])
def test_a_rung_that_lets_something_through_does_not_hold(what, monkeypatch, fresh_trials):
    came = json.dumps(NOTHING | {what: True})
    monkeypatch.setattr(ladder, "_run", lambda *_: subprocess.CompletedProcess([], 0, f"noise\n{came}\n", ""))
    trial = Rung("landlock").works()
    assert trial == (False, f"landlock does not hold here: a process in it {what}")


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (subprocess.CompletedProcess([], 1, "", "a\nno namespaces\n"), "cannot be used: no namespaces"),
        (subprocess.CompletedProcess([], -9, "", ""), "cannot be used: it ended with -9"),
        (
            subprocess.CompletedProcess([], 0, json.dumps(NOTHING | {"can compute": False}), ""),
            "cannot be used: Python does not run in it",
        ),
    ],
)
def test_a_rung_that_cannot_be_used(run, sentence, monkeypatch, fresh_trials):
    monkeypatch.setattr(ladder, "_run", lambda *_: run)
    assert Rung("landlock").works() == (False, f"landlock {sentence}")


def test_a_trial_that_does_not_end(monkeypatch, fresh_trials):
    def late(*_):
        raise subprocess.TimeoutExpired(["bwrap"], 60.0)

    monkeypatch.setattr(ladder, "_run", late)
    assert Rung("landlock").works().sentence.startswith("landlock cannot be used: Command")


def test_no_bubblewrap(monkeypatch, fresh_trials):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    assert Rung("bubblewrap").works() == (
        False,
        "bubblewrap cannot be used: bubblewrap is not installed: there is no program bwrap",
    )


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_have_only_the_last_rung(platform, monkeypatch, fresh_trials):
    monkeypatch.setattr(sys, "platform", platform)
    assert best_rung().name == "trusted"
    assert Rung("bubblewrap").works() == (False, "bubblewrap is there on Linux only")


MODULES = [
    "bounds",
    "bubblewrap",
    "cgroups",
    "confine",
    "ladder",
    "landlock",
    "libc",
    "limits",
    "namespaces",
    "seccomp",
    "trial",
    "watch",
]


def test_importing_it_imports_nothing_heavy():
    imports = "; ".join(f"import course_utils.classroom.isolation.{name}" for name in MODULES)
    script = f"{imports}; import sys; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "'psutil'" in loaded
    for library in ("torch", "numpy", "nbformat", "nbgrader", "IPython"):
        assert f"'{library}'" not in loaded


def test_it_can_be_imported_where_python_has_no_module_of_unix():
    imports = "; ".join(
        f"import course_utils.classroom.isolation.{name}" for name in MODULES if name != "watch"
    )
    script = f"import sys; sys.modules.update(dict.fromkeys(['resource', 'fcntl', 'pwd', 'grp'])); {imports}"
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)
