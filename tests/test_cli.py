"""The command line: lessons found by name, tables and exit statuses, and help that comes at once."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from nbformat import from_dict
from typer.testing import CliRunner

from course_utils import cli, doctor, execution, notebook_form, pages
from course_utils.doctor import Finding
from course_utils.execution import Failure, Outcome
from course_utils.lab_server import OPTION
from course_utils.notebook_form import METADATA, normalise, stored_faults, stored_text, write_atomically

COMMANDS = ("doctor", "lab", "run", "refresh", "form", "digits")
LESSONS = ("00_start_here", "03_mnist_row_by_row", "04_sine_waves")
SOUND = ("sizes", 'print("✓ [99-sizes] (3, 28, 64)")')


def notebook(*cells):
    code = [
        {
            "cell_type": "code",
            "id": id,
            "metadata": {},
            "source": source,
            "execution_count": None,
            "outputs": [],
        }
        for id, source in cells
    ]
    return from_dict({"cells": code, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


def call(*arguments, **options):
    """Call `course` and return its exit status and what it said, without line breaks in sentences."""
    result = CliRunner(**options).invoke(cli.app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of three small lessons that no test executes unless it says so."""
    for name in LESSONS:
        write_atomically(tmp_path / f"{name}.ipynb", stored_text(notebook(SOUND)))
    monkeypatch.setattr(cli, "notebooks_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def runs(monkeypatch):
    """Stand-in for execution: remembers the calls, answers from ``runs.outcomes``, by the lesson's stem."""
    record = SimpleNamespace(paths=[], environments=[], timeouts=[], outcomes={})

    def run(path, *, environment, timeout, on_cell):
        record.paths.append(path.stem)
        record.environments.append(environment)
        record.timeouts.append(timeout)
        on_cell(2, 2)
        outcome = record.outcomes.get(path.stem, Outcome(notebook(SOUND), 2, 1, "MNIST", 1.25))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(execution, "run", run)
    return record


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_survives_a_plain_console(command):
    status, said = call(command, "--help", charset="ascii")
    assert status == 0
    assert f"Example: course {command}" in said


def test_help_lists_all_commands():
    _, said = call("--help", charset="ascii")
    assert all(f" {command} " in said for command in COMMANDS)


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from course_utils.cli import app; app(['run', '--help'], standalone_mode=False); "
        "heavy = {'torch', 'numpy', 'nbformat', 'nbclient', 'matplotlib', 'IPython'} & set(sys.modules); "
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["3", "03", "003", "03_mnist_row_by_row", "03_mnist_row_by_row.ipynb"])
def test_a_lesson_is_found_by_number_and_by_name(name, folder, runs):
    assert call("run", name)[0] == 0
    assert runs.paths == ["03_mnist_row_by_row"]


def test_a_lesson_is_found_by_path(folder, runs, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "draft.ipynb"
    elsewhere.parent.mkdir()
    write_atomically(elsewhere, stored_text(notebook(SOUND)))
    assert call("run", str(elsewhere))[0] == 0
    assert runs.paths == ["draft"]


def test_all_lessons_run_in_order_if_none_is_named_and_each_once(folder, runs):
    call("run")
    assert runs.paths == list(LESSONS)
    runs.paths.clear()
    call("run", "4", "3", "03")
    assert runs.paths == ["04_sine_waves", "03_mnist_row_by_row"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("mnist_row_by_row", "03_mnist_row_by_row"),
        ("04_sin_wave", "04_sine_waves"),
        ("notebooks/00_start.ipynb", "00_start_here"),
        ("7", ", ".join(LESSONS)),
    ],
)
@pytest.mark.parametrize("command", ["lab", "run", "refresh", "form"])
def test_an_unknown_lesson_is_answered_with_the_nearest_names(command, name, nearest, folder, runs):
    status, said = call(command, name)
    assert status == 2
    assert said == f"LESSON is {name!r}, and there is no such lesson; nearest: {nearest}\n"
    assert runs.paths == []


def test_no_course_is_one_sentence(monkeypatch):
    def fail():
        raise FileNotFoundError("no folder notebooks/ was found; change into the folder of the course")

    monkeypatch.setattr(cli, "notebooks_folder", fail)
    assert call("run") == (2, "no folder notebooks/ was found; change into the folder of the course\n")


def test_run_shows_a_table_and_goes_on_after_a_failure(folder, runs):
    failed = Outcome(notebook(SOUND), 1, 0, None, 0.5, Failure("one-epoch", "ValueError: loss [nan]"))
    runs.outcomes = {
        "00_start_here": failed,
        "03_mnist_row_by_row": ValueError("03 is no notebook of format 4"),
    }
    status, said = call("run")
    assert status == 1
    assert runs.paths == list(LESSONS)
    rows = [line.split() for line in said.replace("|", " ").replace("│", " ").splitlines()]
    assert ["00_start_here", "1", "0", "0.5", "-", "failed"] in rows
    assert ["03_mnist_row_by_row", "0", "0", "0.0", "-", "failed"] in rows
    assert ["04_sine_waves", "2", "1", "1.2", "MNIST", "ok"] in rows
    assert said.endswith(
        "00_start_here: cell 'one-epoch': ValueError: loss [nan]\n"
        "03_mnist_row_by_row: 03 is no notebook of format 4\n"
    )


def test_run_passes_device_timeout_and_threads_on(folder, runs, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    call("run", "3", "--device", "cpu", "--timeout", "7")
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    call("run", "3")
    assert runs.timeouts == [7, 600]
    assert runs.environments == [
        {"TQDM_DISABLE": "1", "OMP_NUM_THREADS": "1", "RNN_COURSE_DEVICE": "cpu"},
        {"TQDM_DISABLE": "1", "OMP_NUM_THREADS": "4"},
    ]


def test_run_refuses_a_device_that_it_does_not_know(folder, runs):
    status, said = call("run", "--device", "abacus")
    assert status == 2
    assert "abacus" in said
    assert runs.paths == []


def test_run_writes_pages_of_the_lessons_that_passed(folder, runs, tmp_path):
    runs.outcomes = {"00_start_here": Outcome(notebook(SOUND), failure=Failure("sizes", "KeyError"))}
    call("run", "--html", str(tmp_path / "build" / "lessons"))
    written = sorted(path.name for path in (tmp_path / "build" / "lessons").iterdir())
    assert written == ["03_mnist_row_by_row.html", "04_sine_waves.html"]


def test_run_says_when_pages_cannot_be_written(folder, runs, tmp_path):
    (tmp_path / "taken").write_text("a file")
    status, said = call("run", "--html", str(tmp_path / "taken"))
    assert status == 2
    assert said.startswith(f"--html is {str(tmp_path / 'taken')!r}, which cannot be made")
    assert said.endswith("wanted is a folder\n")
    assert runs.paths == []


def test_run_executes_real_kernels(folder):
    write_atomically(folder / "04_sine_waves.ipynb", stored_text(notebook(SOUND, ("broken", "1 / 0"))))
    status, said = call("run", "3", "4", charset="cp1252")
    assert status == 1
    assert said.endswith("04_sine_waves: cell 'broken': ZeroDivisionError: division by zero\n")
    assert said.count("failed") == 1


def test_refresh_stores_normal_form_and_a_second_time_changes_nothing(folder):
    path = folder / "03_mnist_row_by_row.ipynb"
    status, said = call("refresh", "3")
    assert status == 0
    assert "lines changed" in said
    assert "| 0 lines" not in said.replace("│", "|")
    assert stored_faults(path) == []
    assert "✓ [99-sizes] (3, 28, 64)" in path.read_text(encoding="utf-8")
    before = path.stat().st_mtime_ns
    assert "0 lines changed" in call("refresh", "03")[1]
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome(notebook(SOUND), failure=Failure("sizes", "KeyError: 3")), "cell 'sizes': KeyError: 3"),
        (Outcome(notebook(SOUND), 1), "cell 'sizes' has the execution count None; wanted is 1"),
        (OSError("cannot be read"), "cannot be read"),
    ],
)
def test_refresh_stores_nothing_that_failed_or_has_faults(outcome, sentence, folder, runs):
    runs.outcomes = {"03_mnist_row_by_row": outcome}
    path = folder / "03_mnist_row_by_row.ipynb"
    before = path.read_bytes()
    status, said = call("refresh", "3")
    assert status == 1
    assert "not stored" in said
    assert said.endswith(f"03_mnist_row_by_row: {sentence}\n")
    assert path.read_bytes() == before


def test_refresh_runs_strictly_on_the_cpu(folder, runs):
    call("refresh", "3")
    assert runs.environments == [execution.WRITING_ENVIRONMENT]


def test_refresh_does_not_overwrite_what_was_edited_meanwhile(folder, monkeypatch):
    path = folder / "03_mnist_row_by_row.ipynb"

    def run_while_editing(path, **options):
        edited = stored_text(notebook(("edited", "x = 1")))
        write_atomically(path, edited)
        os.utime(path, ns=(1, 1))
        return Outcome(notebook(SOUND), 1)

    monkeypatch.setattr(execution, "run", run_while_editing)
    status, said = call("refresh", "3")
    assert status == 1
    assert "the file was changed while the lesson ran" in said
    assert "edited" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (("refresh", "3"), "03_mnist_row_by_row.ipynb"),
        (("run", "3", "--html", "."), "03_mnist_row_by_row.html"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(arguments, written, folder, runs, monkeypatch):
    def fail(path, text):
        raise PermissionError(13, "Permission denied", str(path))

    executed = notebook(SOUND)
    executed.cells[0].execution_count = 1
    runs.outcomes = {"03_mnist_row_by_row": Outcome(executed, 1)}
    monkeypatch.chdir(folder)
    for module in (notebook_form, pages):
        monkeypatch.setattr(module, "write_atomically", fail)
    status, said = call(*arguments)
    assert status == 1
    assert said.endswith(f"{written} cannot be written: Permission denied\n")


def test_form_counts_faults_and_names_each(folder):
    for name in ("00_start_here", "04_sine_waves"):
        sound = notebook()
        write_atomically(folder / f"{name}.ipynb", stored_text(normalise(sound)))
    status, said = call("form")
    assert status == 1
    assert said.endswith("03_mnist_row_by_row: cell 'sizes' has the execution count None; wanted is 1\n")
    assert call("form", "0", "4")[0] == 0


def test_form_names_what_is_no_notebook(folder):
    (folder / "04_sine_waves.ipynb").write_text("{}")
    status, said = call("form", "4")
    assert status == 1
    assert "no notebook of format 4" in said


@pytest.mark.parametrize(("root", "allowed"), [(0, True), (1000, False)])
@pytest.mark.parametrize(("arguments", "lesson"), [((), "00_start_here"), (("3",), "03_mnist_row_by_row")])
def test_lab_opens_the_lesson_in_its_folder(arguments, lesson, root, allowed, folder, monkeypatch):
    commands = []
    monkeypatch.setattr(os, "geteuid", lambda: root, raising=False)
    monkeypatch.setattr(cli, "_run_to_its_end", lambda command: commands.append(command) or 3)
    assert call("lab", *arguments) == (3, "")
    ((python, *rest),) = commands
    assert python == sys.executable
    wanted = ["-m", "jupyterlab", str(folder / f"{lesson}.ipynb"), f"--ServerApp.root_dir={folder}", OPTION]
    assert rest == wanted + ["--allow-root"] * allowed


def test_lab_leaves_ctrl_c_to_jupyterlab(monkeypatch):
    answers = [KeyboardInterrupt, 0]

    class Process:
        def __init__(self, command):
            assert command == ["jupyter"]

        def wait(self):
            answer = answers.pop(0)
            if answer is KeyboardInterrupt:
                raise KeyboardInterrupt
            return answer

    monkeypatch.setattr(subprocess, "Popen", Process)
    assert cli._run_to_its_end(["jupyter"]) == 0
    assert answers == []


@pytest.mark.parametrize(
    ("level", "status"),
    [("ok", 0), ("warning", 0), ("problem", 1)],
)
def test_doctor_shows_findings_with_remedies_and_fails_on_problems(level, status, monkeypatch):
    long = "/" + "very-long-folder-name/" * 6
    findings = [Finding("Python", "3.12.1"), Finding("torch", long, level, "install [torch] anew")]
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    exit_code, said = call("doctor", charset="ascii")
    assert exit_code == status
    assert "3.12.1" in said
    assert said.count(level) >= 1
    assert "torch: install [torch] anew\n" in said
    assert said.count("very-long-folder-name") + said.count("very-long-folder-nam\n") >= 4


@pytest.fixture
def datasets(monkeypatch):
    """Stand-in for the module that loads digits."""
    module = SimpleNamespace(asked=[])
    monkeypatch.setitem(sys.modules, "course_utils.datasets", module)
    return module


@pytest.mark.parametrize("arguments", [(), ("--source", "mnist"), ("--source", "stand-in")])
def test_digits_are_prepared_and_named(arguments, datasets):
    notice = "Digits: MNIST, 70,000 handwritten digits ✓."
    datasets.load_digits = lambda source: datasets.asked.append(source) or SimpleNamespace(notice=notice)
    assert call("digits", *arguments) == (0, f"{notice}\n")
    assert datasets.asked == [arguments[-1] if arguments else "auto"]


def test_digits_that_cannot_be_prepared_are_one_sentence(datasets):
    def fail(source):
        raise OSError("MNIST cannot be downloaded: no connection")

    datasets.load_digits = fail
    assert call("digits", "--source", "mnist") == (1, "MNIST cannot be downloaded: no connection\n")


def test_signs_that_a_console_lacks_become_question_marks(datasets):
    datasets.load_digits = lambda source: SimpleNamespace(notice="Digits: MNIST ✓")
    assert call("digits", charset="cp1252") == (0, "Digits: MNIST ?\n")
