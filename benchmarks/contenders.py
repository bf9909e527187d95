"""The contenders, and how one of them runs in a process of its own."""

import importlib
import importlib.util
import os
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

from benchmarks.recipe import Outcome, Recipe, first


@dataclass(frozen=True)
class Contender:
    """One way to train.

    Attributes:
        key: its short name.
        title: its name in the table.
        module: where its code lies, in this package.
        function: makes, from digits and a recipe, the function that trains one epoch from a seed.
        requires: packages that must be installed.
    """

    key: str
    title: str
    module: str
    function: str = "prepare"
    requires: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """Return the required packages that are not installed."""
        return [name for name in self.requires if importlib.util.find_spec(name) is None]

    def load(self) -> Callable:
        """Import the contender's code and return its function."""
        return getattr(importlib.import_module(f"benchmarks.{self.module}"), self.function)


CONTENDERS = (
    Contender("published", "(a) the published loop", "published"),
    Contender("ours", "(b) ours, equal maths", "ours", "prepare_equal"),
    Contender("recipe", "(c) ours, our recipe", "ours", "prepare_recipe"),
    Contender("keras", "(d) Keras 3 on JAX", "keras_lstm", requires=("keras", "jax")),
    Contender("jax-scan", "(d) JAX scan, compiled", "jax_scan", requires=("jax",)),
    Contender("bound", "(e) bare products", "bound"),
)


def environment(threads: int) -> dict[str, str]:
    """Return the variables that give every library the same number of threads, and quieten the rest."""
    return {
        "OMP_NUM_THREADS": str(threads),
        "NPROC": str(threads),  # for XLA's pool of threads
        "XLA_FLAGS": f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'}",
        "KERAS_BACKEND": "jax",
        "TQDM_DISABLE": "1",
    }


def start_process(threads: int) -> Executor:
    """Start a process for one contender: its libraries, imported there later, find the environment set."""
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=_adopt, initargs=(environment(threads),))


def _adopt(variables: dict[str, str]) -> None:
    os.environ.update(variables)


def warm_up(contender: Contender, images: int, recipe: Recipe) -> float:
    """Prepare the contender in this process; return the seconds of that, after imports and loading."""
    contender.load()
    _digits(images)
    started = time.perf_counter()
    _prepared(contender, images, recipe)
    return time.perf_counter() - started


def run(contender: Contender, images: int, recipe: Recipe, seed: int) -> Outcome:
    """Train for one epoch in this process, where `warm_up` was called before."""
    return _prepared(contender, images, recipe)(seed)


@cache
def _prepared(contender: Contender, images: int, recipe: Recipe) -> Callable[[int], Outcome]:
    return contender.load()(_digits(images), recipe)


@cache
def _digits(images: int):
    from course_utils.datasets import load_digits  # imports torch, which must find its environment set

    return first(load_digits(), images)
