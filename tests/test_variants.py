import io
import platform
import subprocess
import sys

import pytest
import torch
from rich.console import Console

from tests import variants
from tests.strict import Failure, StrictRun, environment
from tests.tiny_course import write_course
from tests.variants import VARIANTS, CannotRunError, Outcome, Variant, prepare, quickest, select

FAILED = StrictRun(1, (Failure("notebooks/03.ipynb", "one-epoch", "Cell outputs differ: [4] or 5"),), 2.0)


def names(some):
    return [variant.name for variant in some]


@pytest.fixture
def console():
    """A console that keeps what is printed, for ``console.file.getvalue()``."""
    return Console(width=100, file=io.StringIO())


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A root with an empty data folder, and the folder beside it that may hold MNIST."""
    root = tmp_path / "clone"
    root.mkdir()
    monkeypatch.setenv("RNN_COURSE_DATA", str(root / "data"))
    return root, tmp_path / "shared" / "datasets"


def put_mnist(folder):
    raw = folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        (raw / name).write_text(name)


def test_every_arithmetic_on_every_digits():
    assert len(set(names(VARIANTS))) == len(VARIANTS) == 10
    assert {"stand-in-one-thread", "mnist-bf16", "mnist-cuda"} <= set(names(VARIANTS))
    assert set(variants.QUICK) <= set(names(VARIANTS))


@pytest.mark.parametrize(
    ("only", "wanted"),
    [
        ([], names(VARIANTS)),
        (["bf16"], ["stand-in-bf16", "mnist-bf16"]),
        (["mnist-plain", "cuda"], ["stand-in-cuda", "mnist-plain", "mnist-cuda"]),
        (["stand-in"], [f"stand-in-{name}" for name in variants.ARITHMETIC]),
    ],
)
def test_select(only, wanted):
    assert names(select(only)) == wanted


def test_select_names_what_there_is():
    with pytest.raises(ValueError, match=r"only is 'bf'; wanted is .* mnist, .* bf16, .*stand-in-one-thread"):
        select(["mnist", "bf"])


def test_mnist_of_the_own_data_folder_is_used_where_it_is(beside):
    root, shared = beside
    put_mnist(root / "data")
    put_mnist(shared)
    found = variants.DIGITS["mnist"](root)
    assert found == {"RNN_COURSE_DIGITS": "mnist", "RNN_COURSE_DATA": str(root / "data")}


def test_shared_mnist_is_copied_and_left_alone(beside):
    root, shared = beside
    put_mnist(shared)
    shared.joinpath("MNIST/raw").chmod(0o555)
    for _ in range(2):
        found = variants.DIGITS["mnist"](root)
    copy = root / "build" / "mnist-data"
    assert found == {"RNN_COURSE_DIGITS": "mnist", "RNN_COURSE_DATA": str(copy)}
    copied, original = ([p.name for p in sorted(f.glob("MNIST/raw/*"))] for f in (copy, shared))
    assert copied == original == ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]


def test_without_mnist_it_is_said_how_to_get_it(beside):
    with pytest.raises(CannotRunError, match="MNIST is not here; `make mnist` fetches it"):
        variants.DIGITS["mnist"](beside[0])


@pytest.mark.parametrize(
    ("arithmetic", "target", "name", "value", "reason"),
    [
        ("plain", platform, "machine", "arm64", "only on x86"),
        ("two-threads", variants.os, "cpu_count", 1, "one core"),
        ("cuda", torch.cuda, "is_available", False, "no CUDA GPU"),
        ("bf16", torch.backends.mkldnn, "is_available", False, "no bf16 products"),
    ],
)
def test_a_machine_that_cannot_run_a_variant_says_why(monkeypatch, arithmetic, target, name, value, reason):
    monkeypatch.setattr(target, name, lambda: value)
    with pytest.raises(CannotRunError, match=reason):
        variants.ARITHMETIC[arithmetic]()


@pytest.mark.parametrize(
    ("arithmetic", "target", "name", "value", "variables"),
    [
        ("plain", platform, "machine", "AMD64", {"ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA"}),
        ("two-threads", variants.os, "cpu_count", 2, {"OMP_NUM_THREADS"}),
        ("cuda", torch.cuda, "is_available", True, {"RNN_COURSE_DEVICE"}),
    ],
)
def test_a_machine_that_can_run_a_variant(monkeypatch, arithmetic, target, name, value, variables):
    monkeypatch.setattr(target, name, lambda: value)
    changed = variants.ARITHMETIC[arithmetic]()
    assert set(changed) == variables
    assert environment(**changed) != environment()


def test_plain_arithmetic_reaches_torch():
    if not torch.backends.cpu.get_cpu_capability().startswith("AVX"):
        pytest.skip("this CPU has no newer instructions to leave out")
    code = "import torch; print(torch.backends.cpu.get_cpu_capability())"
    plain = environment(**variants.ARITHMETIC["plain"]())
    found = subprocess.run(
        [sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "DEFAULT"


def test_prepare_keeps_the_reason_of_what_cannot_run(beside):
    wanted = [Variant("stand-in", "one-thread"), Variant("mnist", "one-thread")]
    ready, blocked = prepare(wanted, beside[0])
    assert ready == [(wanted[0], {"OMP_NUM_THREADS": "1", "RNN_COURSE_DIGITS": "stand-in"})]
    assert blocked == [Outcome(wanted[1], None, "MNIST is not here; `make mnist` fetches it")]


@pytest.mark.parametrize(
    ("missing", "wanted"),
    [
        ((), ["mnist-one-thread", "stand-in-bf16"]),
        (("mnist",), ["stand-in-bf16", "stand-in-plain"]),
        (("mnist", "bf16", "plain"), ["stand-in-two-threads"]),
    ],
)
def test_quickest(missing, wanted):
    ready = [(variant, {}) for variant in VARIANTS if not set(variant) & set(missing)]
    assert [variant.name for variant, _ in quickest(ready)] == wanted


def test_what_a_variant_prints_is_compared(tmp_path):
    source = "import os\nprint(os.environ['OMP_NUM_THREADS'], os.environ['RNN_COURSE_DIGITS'])"
    root = write_course(tmp_path, ("threads", source, "1 stand-in\n"))
    ready = [
        (Variant("stand-in", "two-threads"), {"OMP_NUM_THREADS": "2"}),
        (Variant("stand-in", "one-thread"), {"OMP_NUM_THREADS": "1"}),
    ]
    same, other = variants.run_variants(root, ready, ["00"], jobs=2)
    assert (same.variant.name, same.failed, same.run.passed) == ("stand-in-one-thread", False, 1)
    assert (other.variant.name, other.failed, other.run.passed) == ("stand-in-two-threads", True, 0)
    assert other.run.failures[0].cell == "threads"


def test_a_failure_is_reported_in_full(console):
    outcomes = variants.report(console, iter([Outcome(VARIANTS[0], FAILED)]))
    text = console.file.getvalue()
    assert outcomes == [Outcome(VARIANTS[0], FAILED)]
    assert "stand-in-one-thread: 1 passed, 1 failed" in text
    assert "notebooks/03.ipynb, cell one-epoch: output" in text
    assert "Cell outputs differ: [4] or 5" in text


def test_the_table_shows_numbers_and_reasons(console):
    console.print(variants.table([Outcome(VARIANTS[0], FAILED), Outcome(VARIANTS[4], None, "no GPU")]))
    rows = [line.split() for line in console.file.getvalue().splitlines() if "stand-in" in line]
    assert rows[0][1:8:2] == ["stand-in-one-thread", "1", "1", "2"]
    assert rows[1][-3:-1] == ["no", "GPU"]


@pytest.mark.parametrize(("failing", "status"), [(FAILED, 1), (StrictRun(2, (), 1.0), 0)])
def test_the_exit_status_says_whether_one_failed(monkeypatch, capsys, failing, status):
    monkeypatch.setattr(variants, "run_strictly", lambda *arguments: failing)
    monkeypatch.setattr(variants, "find_notebooks", lambda *arguments: [])
    with pytest.raises(SystemExit) as stop:
        variants.main(only=["stand-in-one-thread"], jobs=1)
    assert stop.value.code == status
    assert "stand-in-one-thread" in capsys.readouterr().out


def test_asking_for_what_cannot_run_fails(monkeypatch, capsys):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SystemExit) as stop:
        variants.main(only=["cuda"], jobs=1)
    assert stop.value.code == 1
    assert "torch finds no CUDA GPU" in capsys.readouterr().out


def test_the_list_runs_nothing(monkeypatch, capsys):
    monkeypatch.setattr(variants, "run_strictly", lambda *arguments: pytest.fail("it ran"))
    with pytest.raises(SystemExit) as stop:
        variants.main(only=["stand-in"], names=True)
    assert stop.value.code == 0
    assert "can run here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"only": ["frog"]}, "only is 'frog'"), ({"lessons": ["99"], "only": ["one-thread"]}, "lesson is '99'")],
)
def test_a_wrong_name_gets_one_sentence(arguments, message):
    with pytest.raises(SystemExit, match=message):
        variants.main(jobs=1, **arguments)
