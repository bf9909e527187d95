"""One epoch of an LSTM with 64 units on the digits, beside others: `python -m benchmarks.training`.

Every contender lives in a process of its own, with the same number of threads. They run one at a time, in an
order that rotates from round to round, so that a busy moment of the machine does not always hit the same one.
"""

import json
import os
import platform
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from benchmarks import report
from benchmarks.contenders import CONTENDERS, Contender, run, start_process, warm_up
from benchmarks.recipe import Outcome, Recipe

PACKAGES = ("torch", "torchvision", "numpy", "jax", "jaxlib", "keras")
Measured = dict[Contender, tuple[float, list[Outcome]]]


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Epochs of every contender.")] = 5,
    images: Annotated[int, typer.Option(min=1, max=60_000, help="Training images an epoch.")] = 60_000,
    threads: Annotated[int, typer.Option(min=1, help="Threads of every contender.")] = 1,
    contenders: Annotated[str, typer.Option(help="Keys, with commas between; all that are installed.")] = "",
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to store every round.")] = None,
) -> None:
    """Measure, side by side, how fast the course trains.

    Example: python -m benchmarks.training --rounds 3 --contenders published,ours,bound
    """
    chosen = choose(contenders)
    if json_file and not json_file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {json_file.parent}", param_hint="--json")
    facts = conditions(rounds, images, threads)
    measured = measure(chosen, rounds, images, threads, Recipe())
    results = {"conditions": facts, "contenders": summarise(measured)}
    if json_file:
        json_file.write_text(json.dumps(results, indent=1) + "\n")
    print(report.text(results), end="")


def choose(keys: str) -> list[Contender]:
    """Return the contenders named by ``keys``; all that can run where nothing is named."""
    known = {contender.key: contender for contender in CONTENDERS}
    if not keys:
        return [contender for contender in CONTENDERS if not contender.missing()]
    for key in keys.split(","):
        if key not in known:
            raise typer.BadParameter(f"{key!r} is none of {', '.join(known)}", param_hint="--contenders")
        if missing := known[key].missing():
            raise typer.BadParameter(
                f"{key} needs {' and '.join(missing)}: install the extra `bench`", param_hint="--contenders"
            )
    return [contender for contender in CONTENDERS if contender.key in keys.split(",")]


def measure(chosen: list[Contender], rounds: int, images: int, threads: int, recipe: Recipe) -> Measured:
    """Run all rounds and return, for each contender, the seconds of its warm-up and its outcomes.

    The seed of a round is its number: the contenders of one round see the same order of images.
    """
    with ExitStack() as stack, tqdm(total=rounds * len(chosen), unit="epoch") as bar:
        pools = {contender: stack.enter_context(start_process(threads)) for contender in chosen}
        measured: Measured = {
            contender: (pool.submit(warm_up, contender, images, recipe).result(), [])
            for contender, pool in pools.items()
        }
        for seed in range(rounds):
            for contender in rotated(chosen, seed):
                bar.set_description(contender.key)
                outcome = pools[contender].submit(run, contender, images, recipe, seed).result()
                measured[contender][1].append(outcome)
                bar.update()
    return measured


def rotated(chosen: list[Contender], by: int) -> list[Contender]:
    """Return the contenders in the order of a round."""
    start = by % len(chosen)
    return chosen[start:] + chosen[:start]


def summarise(measured: Measured) -> dict[str, dict]:
    """Return what is stored and reported of each contender, by its key."""
    return {
        contender.key: {
            "title": contender.title,
            "warm_up": round(seconds, 2),
            "seconds": [round(outcome.seconds, 4) for outcome in outcomes],
            "cpu_seconds": [round(outcome.cpu_seconds, 4) for outcome in outcomes],
            "accuracy": [outcome.accuracy for outcome in outcomes],
        }
        for contender, (seconds, outcomes) in measured.items()
    }


def conditions(rounds: int, images: int, threads: int) -> dict:
    """Return what the numbers depend on: sizes, digits, machine and versions."""
    import torch  # only here: no contender runs in this process

    from course_utils.datasets import load_digits

    return {
        "rounds": rounds,
        "images": images,
        "threads": threads,
        "digits": load_digits().source,
        "cores": os.cpu_count(),
        "instructions": f"{platform.machine()} with {torch.backends.cpu.get_cpu_capability()}",
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown",
        "versions": {"Python": platform.python_version(), **versions()},
    }


def versions() -> dict[str, str]:
    """Return the versions of the packages that take part, of those that are installed."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    typer.run(main)
