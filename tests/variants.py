"""Hold the stored notebooks against runs on other digits and on other arithmetic (`make variants`).

A variant is a pair, such as "mnist-bf16": every kind of arithmetic on both sources of digits. What a lesson
prints is stored once, so every variant must print just that.
"""

import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from course_utils.root import data_root
from tests.strict import StrictRun, environment, find_notebooks, in_parallel, run_strictly

ROOT = Path(__file__).resolve().parent.parent
IMAGES = "MNIST/raw/train-images-idx3-ubyte"
SHARED = "../shared/datasets"  # where a data folder beside the clone may hold MNIST; only read from
# For every day, beside the plain run of `make test` (stand-in, one thread): the first two that can run here.
QUICK = ("mnist-one-thread", "stand-in-bf16", "stand-in-plain", "stand-in-two-threads")


class CannotRunError(Exception):
    """This machine cannot run a variant; the message says why."""


def _stand_in(root: Path) -> dict[str, str]:
    return {"RNN_COURSE_DIGITS": "stand-in"}


def _mnist(root: Path) -> dict[str, str]:
    own, shared = data_root().absolute(), root / SHARED
    if any(own.glob(f"{IMAGES}*")):
        return {"RNN_COURSE_DIGITS": "mnist", "RNN_COURSE_DATA": str(own)}
    if any(shared.glob(f"{IMAGES}*")):
        copy = _copy_mnist(shared, root / "build" / "mnist-data")
        return {"RNN_COURSE_DIGITS": "mnist", "RNN_COURSE_DATA": str(copy)}
    raise CannotRunError("MNIST is not here; `make mnist` fetches it")


def _copy_mnist(source: Path, target: Path) -> Path:
    raw = target / "MNIST" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for file in (source / "MNIST" / "raw").iterdir():
        shutil.copyfile(file, raw / file.name)
    return target


def _one_thread() -> dict[str, str]:
    return {"OMP_NUM_THREADS": "1"}


def _two_threads() -> dict[str, str]:
    if (os.cpu_count() or 1) < 2:
        raise CannotRunError("this machine has one core")
    return {"OMP_NUM_THREADS": "2"}


def _plain() -> dict[str, str]:
    if platform.machine().lower() not in ("x86_64", "amd64"):
        raise CannotRunError("only on x86 can the newer instructions be switched off")
    return {"ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "SSE41"}


def _bf16() -> dict[str, str]:
    import torch

    if not (torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()):
        raise CannotRunError("oneDNN has no bf16 products on this CPU")
    return {"RNN_COURSE_RNN_PRECISION": "bf16"}


def _cuda() -> dict[str, str]:
    import torch

    if not torch.cuda.is_available():
        raise CannotRunError("torch finds no CUDA GPU")
    return {"RNN_COURSE_DEVICE": "cuda"}


DIGITS: dict[str, Callable] = {"stand-in": _stand_in, "mnist": _mnist}
ARITHMETIC: dict[str, Callable] = {
    "one-thread": _one_thread,
    "two-threads": _two_threads,
    "plain": _plain,
    "bf16": _bf16,
    "cuda": _cuda,
}


class Variant(NamedTuple):
    """One way to run the lessons: the digits they load and the arithmetic they compute with."""

    digits: str
    arithmetic: str

    @property
    def name(self) -> str:
        """Both parts, such as "mnist-bf16"."""
        return f"{self.digits}-{self.arithmetic}"

    def variables(self, root: Path) -> dict[str, str]:
        """Return the environment variables that make this variant; CannotRunError where it cannot be had."""
        return ARITHMETIC[self.arithmetic]() | DIGITS[self.digits](root)


VARIANTS = [Variant(digits, arithmetic) for digits in DIGITS for arithmetic in ARITHMETIC]
Ready = tuple[Variant, dict[str, str]]  # a variant that can run here, and its environment variables


class Outcome(NamedTuple):
    """What came of a variant: a run, or the reason why there was none."""

    variant: Variant
    run: StrictRun | None
    remark: str = ""

    @property
    def failed(self) -> bool:
        """Whether a cell printed something else than what is stored."""
        return self.run is not None and len(self.run.failures) > 0


def select(only: list[str]) -> list[Variant]:
    """Return the variants of that name, of those digits or of that arithmetic; all without a name.

    Raises:
        ValueError: nothing is called so.
    """
    for name in only:
        if not any(name in (variant.name, *variant) for variant in VARIANTS):
            wanted = ", ".join([*DIGITS, *ARITHMETIC, VARIANTS[0].name])
            raise ValueError(f"only is {name!r}; wanted is a part or a whole name, such as {wanted}")
    return [v for v in VARIANTS if not only or {v.name, *v} & set(only)]


def prepare(variants: list[Variant], root: Path) -> tuple[list[Ready], list[Outcome]]:
    """Return the variants that can run here with their environment variables, and the others with why not."""
    ready, blocked = [], []
    for variant in variants:
        try:
            ready.append((variant, variant.variables(root)))
        except CannotRunError as error:
            blocked.append(Outcome(variant, None, str(error)))
    return ready, blocked


def quickest(ready: list[Ready]) -> list[Ready]:
    """Return the two variants for every day."""
    by_name = {variant.name: (variant, variables) for variant, variables in ready}
    return [by_name[name] for name in QUICK if name in by_name][:2]


def run_variants(root: Path, ready: list[Ready], lessons: list[str], jobs: int) -> Iterator[Outcome]:
    """Run the variants, those of one thread side by side, and yield each outcome as it comes.

    A variant of two threads has the machine to itself: threads that wait for one another while others hold
    the cores take many times as long.
    """
    notebooks = find_notebooks(root, lessons)

    def run(item: Ready) -> Outcome:
        variant, variables = item
        return Outcome(variant, run_strictly(root, notebooks, environment(**variables)))

    alone = [item for item in ready if item[0].arithmetic == "two-threads"]
    yield from in_parallel(run, [item for item in ready if item not in alone], jobs)
    yield from in_parallel(run, alone, 1)


def report(console: Console, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Print each outcome as it comes, the first failure in full (the others mostly follow from it)."""
    reported = []
    for outcome in outcomes:
        failures = outcome.run.failures
        console.print(f"{outcome.variant.name}: {outcome.run.passed} passed, {len(failures)} failed")
        lines = [f"  {failure.notebook}, cell {failure.cell}: {failure.kind}" for failure in failures]
        lines += [failure.report for failure in failures[:1]]
        for line in lines:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        reported.append(outcome)
    return reported


def table(outcomes: list[Outcome]) -> Table:
    """Return the outcomes as a table."""
    result = Table("variant", title="Stored output compared under each variant")
    for heading in ("passed", "failed", "seconds"):
        result.add_column(heading, justify="right")
    result.add_column("remark")
    for outcome in outcomes:
        run = outcome.run
        numbers = (str(run.passed), str(len(run.failures)), f"{run.seconds:.0f}") if run else ("", "", "")
        style = "red" if outcome.failed else None
        result.add_row(outcome.variant.name, *numbers, outcome.remark, style=style)
    return result


def main(
    lessons: Annotated[list[str] | None, typer.Argument(help="Beginnings of notebooks' names: 03.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="A variant or a part of its name: bf16.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Run the two for every day.")] = False,
    names: Annotated[bool, typer.Option("--list", help="Only say which can run here.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Runs at a time.")] = os.cpu_count() or 1,
) -> None:
    """Run the lessons under each variant and compare what they print with what is stored.

    Example: python -m tests.variants 03 --only bf16
    """
    console = Console()
    try:
        chosen = [v for v in select(only or []) if not quick or v.name in QUICK]
        ready, blocked = prepare(chosen, ROOT)
        ready = quickest(ready) if quick else ready
        if names:
            outcomes = [Outcome(variant, None, "can run here") for variant, _ in ready]
        else:
            outcomes = report(console, run_variants(ROOT, ready, lessons or [], jobs))
    except (RuntimeError, ValueError) as error:
        raise SystemExit(str(error)) from error
    console.print(table(outcomes + blocked))
    raise SystemExit(1 if any(outcome.failed for outcome in outcomes) or not outcomes else 0)


if __name__ == "__main__":
    typer.run(main)
