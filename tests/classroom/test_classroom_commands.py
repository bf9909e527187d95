"""`course class`: the ten commands on three made-up students, and one sentence for whatever is wrong."""

import json
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from course_utils import cli
from course_utils.classroom import batch, nbgrader_library, release_checks
from course_utils.classroom import release as release_module
from course_utils.classroom.folder import ClassFolder
from course_utils.classroom.isolation.ladder import best_rung
from tests.classroom.tiny_class import NAME, RIGHT, ROSTER, SOURCE, graded, handed_in, set_up

COMMANDS = ("new", "release", "collect", "grade", "feedback", "export", "status")
ALWAYS_EQUAL = "class Always(float):\n    __eq__ = lambda *_: True\n"
HOSTILE = {
    "row-sums": "import os\ndef row_sums(x):\n    # <script>alert(1)</script>\n    os._exit(0)",
    "centred-rows": f"{ALWAYS_EQUAL}def centred_rows(x):\n    return Always(0)",
}
HALF = RIGHT | {"row-sums": "def row_sums(x):\n    return x.sum(1)"}


def call(*arguments):
    """Call `course class` and return its exit status and what it said."""
    result = CliRunner().invoke(cli.app, ["class", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def words(text):
    return " ".join(re.sub(r"[^\w.,:'()-]", " ", text).split())


def hand_in(release, place, student, sources):
    """Write the notebook that a student sends back."""
    notebook = json.loads(release.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = sources.get(cell["id"], cell["source"])
    (place / student).mkdir(parents=True)
    (place / student / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    status, said = call(command, "--help")
    assert status == 0
    assert f"Example: course class {command}" in said


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from course_utils.cli import app; "
        "app(['class', 'grade', '--help'], standalone_mode=False); "
        "heavy = {'torch', 'numpy', 'nbformat', 'nbgrader', 'jinja2', 'filelock'} & set(sys.modules); "
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_from_an_empty_folder_to_exported_marks(tmp_path, monkeypatch):
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    if best_rung().name == "trusted":
        pytest.skip("no sandbox works on this machine")
    monkeypatch.setattr(release_module.release, "__defaults__", (3,))
    assert call("new", tmp_path / "class")[0] == 0
    folder = ClassFolder(tmp_path / "class")
    (folder.path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    monkeypatch.chdir(folder.path)
    status, said = call("release", NAME, "--from", SOURCE)
    assert (status, "row-sums 2 correct answers meet 3 random inputs" in words(said)) == (0, True), said
    for student, sources in (("ada", RIGHT), ("ben", HALF), ("mal", HOSTILE)):
        hand_in(folder.release_notebook(NAME), tmp_path / "in", student, sources)
    status, said = call("collect", NAME, tmp_path / "in", "--received", "2030-01-31T13:00+01:00")
    assert (status, said.count("2030-01-31T12:00:00+00:00")) == (0, 3), said
    status, said = call("grade", NAME, "--workers", 1)
    assert status == 0, said
    assert "ada 1 6 of 6 ben 1 5 of 6 mal 1 0 of 6" in words(said)
    assert words(call("grade", NAME)[1]).endswith(f"Marks written into the gradebook for {NAME}: 0.")
    assert "3 pages are in" in call("feedback", NAME)[1]
    assert "&lt;script&gt;alert(1)" in folder.feedback(NAME, "mal").read_text(encoding="utf-8")
    for form in ("csv", "canvas", "moodle"):
        status, said = call("export", NAME, "--format", form)
        assert (status, f"{NAME}-{form}.csv" in said.replace("\n", "")) == (0, True)
        table = (folder.exports / f"{NAME}-{form}.csv").read_text(encoding="utf-8").splitlines()
        assert ["6.00" in line for line in table if "Ada" in line] == [True]
    said = words(call("status")[1])
    assert "handed in 3 graded 3 attempts to grade 0" in said
    assert said.endswith("with feedback 3 graded without a sandbox 0 handed in, not in the roster 0")


def test_an_unsound_assignment_is_refused_with_a_table(folder, monkeypatch):
    unsound = [
        release_checks.Proof("row-sums", False, "wrong-mean.py has full marks"),
        *([release_checks.Proof("x", True, "")] * 3),
    ]
    monkeypatch.setattr(release_module, "_findings", lambda *arguments: unsound)
    status, said = call("release", NAME, "--from", SOURCE, "--class", folder.path)
    assert status == 1
    assert "row-sums wrong-mean.py has full marks" in words(said)
    assert said.endswith(f"{NAME} is not released: 1 of 4 checks do not hold\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("collect", "sequences", "x"), "NAME is 'sequences', which is not released in this class"),
        (
            ("collect", NAME, "x", "--received", "today"),
            "--received is 'today'; wanted is a time with its distance",
        ),
        (("collect", NAME, "x", "--received", "2030-01-31"), "--received is '2030-01-31'; wanted"),
        (("collect", NAME, "no/such/folder"), "no/such/folder"),
        (("grade", NAME, "--student", "eve"), "--student is 'eve', who is not in"),
        (("export", NAME, "--format", "excel"), "excel"),
    ],
)
def test_a_wrong_argument_is_one_sentence(folder, arguments, said):
    status, came = call(*arguments, "--class", folder.path)
    assert status in (1, 2)
    assert said in came
    assert "Traceback" not in came


def test_who_is_late_is_told_and_how_to_correct_it(folder, tmp_path):
    set_up(folder, f"[assignments.{NAME}]\ndeadline = 2020-01-31T11:00:00Z\n[assignments.typo]\n")
    place = ("--class", folder.path)
    hand_in(folder.release_notebook(NAME), tmp_path / "in", "ada", RIGHT)
    status, said = call("collect", NAME, tmp_path / "in", *place)
    assert (status, "After the deadline: ada." in said) == (0, True)
    status, said = call("collect", NAME, tmp_path / "in", "--received", "2020-01-31T12:00+01:00", *place)
    assert (status, "known already" in said, "After the deadline" in said) == (0, True, False)
    assert "Not graded yet: ada." in call("feedback", NAME, *place)[1]
    assert "class.toml names assignments that are not released: typo" in call("status", *place)[1]
    (tmp_path / "empty").mkdir()
    assert "Nothing was found there." in call("collect", NAME, tmp_path / "empty", *place)[1]


def test_what_was_handed_in_before_is_known_and_does_not_count_again(folder, tmp_path):
    for number, sources in enumerate((RIGHT, HALF)):
        hand_in(folder.release_notebook(NAME), tmp_path / str(number), "ada", sources)
        call("collect", NAME, tmp_path / str(number), "--class", folder.path)
    said = call("collect", NAME, tmp_path / "0", "--class", folder.path)[1]
    assert "known already attempt 2 came later" in words(said)


def test_outside_a_class_there_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, said = call("status")
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith("no class.toml was found in ")


def test_without_nbgrader_there_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(nbgrader_library.importlib.util, "find_spec", lambda name: None)
    status, said = call("new", tmp_path / "a")
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith("`course class` needs nbgrader, which is not installed")
    assert not (tmp_path / "a").exists()


def test_two_commands_at_once_are_one_too_many(folder):
    with folder.lock():
        status, said = call("grade", NAME, "--class", folder.path)
    assert status == 1
    assert said.startswith("another `course class` command is at work on")


def test_an_attempt_without_a_result_is_exit_1_and_the_others_have_marks(folder, monkeypatch):
    monkeypatch.setattr(batch, "choose_rung", lambda trust: best_rung())

    def grade_batch(folder, waiting, *rest):
        for attempt in waiting:
            fails = attempt.student == "ada"
            yield (
                batch.Graded(attempt, sentence="no sandbox")
                if fails
                else batch.Graded(attempt, graded(folder, attempt))
            )

    monkeypatch.setattr(batch, "grade_batch", grade_batch)
    for student in ("ada", "ben"):
        handed_in(folder, student)
    status, said = call("grade", NAME, "--class", folder.path)
    assert status == 1
    assert "No result for ada: no sandbox" in said
    assert f"Marks written into the gradebook for {NAME}: 1." in said


def test_an_interruption_is_one_sentence(folder, monkeypatch):
    def grade_batch(*arguments):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(batch, "choose_rung", lambda trust: best_rung())
    monkeypatch.setattr(batch, "grade_batch", grade_batch)
    handed_in(folder, "ada")
    status, said = call("grade", NAME, "--class", folder.path)
    assert status == 130
    assert said.endswith("Interrupted; what is finished is kept, and the same command does the rest.\n")
