import ast
import io

import pytest
from rich.console import Console

from tests import mutants
from tests.mutants import Mutant, Trial, load_mutants, plant, try_mutants
from tests.strict import Failure
from tests.tiny_course import ADD, write_course

PRODUCT = Mutant("product", "sums", "return a + b", "return a * b", "sums are products")
UNUSED = Mutant("unused", "sums", "ROUNDS = 1", "ROUNDS = 2", "nobody reads it")
CELL = ("sum", "from course_utils.sums import add\n\nprint(add(2, 3))", "5\n")
ENTRY = 'name = "a"\nmodule = "b"\nold = "c"\nnew = "d"\n'


@pytest.mark.parametrize("mutant", load_mutants(), ids=lambda mutant: mutant.name)
def test_every_mutant_fits_its_module_and_is_still_python(mutant):
    source = (mutants.ROOT / mutants.PACKAGE / mutant.file).read_text(encoding="utf-8")
    assert ast.dump(ast.parse(mutant.applied(source))) != ast.dump(ast.parse(source))


def test_there_are_mutants_of_all_that_the_lesson_uses():
    packages = [mutant.module.partition(".")[0] for mutant in load_mutants()]
    assert packages.count("models") >= 10
    assert {"cells", "training", "inspection", "datasets"} <= set(packages)


def test_a_mutant_changes_one_place():
    assert PRODUCT.applied(ADD) == ADD.replace("+", "*")


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [("return a - b", "", 0), ("a + b", "a - b", 2), ("return a + b", "return a + b", 1)],
)
def test_a_mutant_that_does_not_fit_is_named(old, new, count):
    mutant = Mutant("wrong", "sums", old, new, "")
    with pytest.raises(ValueError, match=rf"mutant 'wrong' replaces .* stands {count} times in sums\.py"):
        mutant.applied("def add(a, b):\n    # a + b\n    return a + b\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[[mutant]]\n{ENTRY}", "other fields than name, module, old, new, why"),
        (f'[[mutant]]\n{ENTRY}why = "e"\nwhen = "f"', "other fields than name, module, old, new, why"),
        (f'[[mutant]]\n{ENTRY}why = "e"\n' * 2, "mutant 'a' is listed 2 times"),
    ],
)
def test_a_wrong_list_is_refused(tmp_path, text, message):
    path = tmp_path / "mutants.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        load_mutants(path)


def test_the_fault_is_planted_in_a_copy(tmp_path):
    root = write_course(tmp_path / "course", CELL)
    (root / "conftest.py").touch()
    (root / "data").mkdir()
    plant(PRODUCT, root, tmp_path)
    assert (tmp_path / "course_utils" / "sums.py").read_text() == ADD.replace("+", "*")
    assert (root / "course_utils" / "sums.py").read_text() == ADD
    copied = {path.name for path in tmp_path.iterdir()} - {"course"}
    assert copied == {"course_utils", "notebooks", "conftest.py"}


def test_a_fault_that_shows_is_killed_and_another_survives(tmp_path):
    root = write_course(tmp_path, CELL)
    killed, survived = try_mutants(root, [PRODUCT, UNUSED], [], jobs=2)
    assert (killed.mutant, killed.killed) == (PRODUCT, True)
    assert (killed.failure.cell, killed.failure.kind) == ("sum", "output")
    assert (survived.mutant, survived.killed, survived.failure) == (UNUSED, False, None)


def test_a_lesson_that_fails_anyway_kills_nothing(tmp_path):
    root = write_course(tmp_path, ("sum", "print(5)", "6\n"))
    with pytest.raises(RuntimeError, match=r"00_tiny\.ipynb fails without a mutant in sum"):
        list(try_mutants(root, [], [], jobs=1))


def test_mutants_that_do_not_fit_are_refused_before_anything_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "run_strictly", lambda *arguments: pytest.fail("it ran"))
    root = write_course(tmp_path, CELL)
    with pytest.raises(ValueError, match="mutant 'product' replaces"):
        list(try_mutants(root, [UNUSED, PRODUCT._replace(old="return a - b")], [], jobs=1))


@pytest.mark.parametrize(
    ("report", "killed"),
    [
        ("Cell outputs differ", True),
        ("ClaimError: [03-x] does not hold here", True),
        ("RuntimeError: shapes do not fit", True),
        ("Timeout of 60 seconds exceeded executing cell", False),
    ],
)
def test_a_cell_that_only_takes_too_long_has_noticed_nothing(report, killed):
    assert Trial(PRODUCT, Failure("03.ipynb", "x", report), 1.0).killed is killed


@pytest.mark.parametrize(
    ("report", "status", "line"),
    [
        ("Cell outputs differ", 0, "reads-first-step: killed"),
        (None, 1, "reads-first-step: SURVIVED: the head sees the state after the first row only"),
    ],
)
def test_the_exit_status_says_whether_one_survived(monkeypatch, capsys, report, status, line):
    failure = Failure("03.ipynb", "one-epoch", report) if report else None
    monkeypatch.setattr(mutants, "try_mutants", lambda root, some, *rest: [Trial(some[0], failure, 7.0)])
    with pytest.raises(SystemExit) as stop:
        mutants.main(only=["reads-first-step"], jobs=1)
    printed = capsys.readouterr().out
    assert stop.value.code == status
    assert line in printed


def test_the_table_names_the_cell(monkeypatch):
    console = Console(width=100, file=io.StringIO())
    failure = Failure("03.ipynb", "one-epoch", "ClaimError: no")
    console.print(mutants.table([Trial(PRODUCT, failure, 7.4), Trial(UNUSED, None, 8.0)]))
    rows = [line.split() for line in console.file.getvalue().splitlines() if "│" in line]
    assert rows[0][1::2] == ["product", "one-epoch", "claim", "7"]
    assert rows[1][1:4:2] == ["unused", "none"]


def test_the_list_runs_nothing(monkeypatch, capsys):
    monkeypatch.setattr(mutants, "try_mutants", lambda *arguments: pytest.fail("it ran"))
    mutants.main(names=True)
    assert capsys.readouterr().out.count("\n") >= len(load_mutants())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"only": ["frog"]}, "only is 'frog'; wanted is one of reads-first-step"),
        ({"lessons": ["99"]}, "'99'"),
    ],
)
def test_a_wrong_name_gets_one_sentence(arguments, message):
    with pytest.raises(SystemExit, match=message):
        mutants.main(jobs=1, **arguments)
