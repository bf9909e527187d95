"""The register of exercises, and the one way to check an answer to them.

A lesson's module writes one function an exercise::

    @exercise("03-evaluate", takes=("model", "inputs", "targets"))
    def check_evaluate(attempt): ...

``attempt`` is called like the learner's own function; the check raises `Mistake` for what it finds wrong.
"""

import difflib
import importlib
import pkgutil
import random
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import torch

from course_utils.exercises.attempt import Attempt, NotAttempted
from course_utils.exercises.expectations import Mistake

LINE = 88  # characters of a message

NOT_ATTEMPTED = "not attempted yet"
CORRECT = "correct"
NOT_RIGHT = "not right yet"

_register: dict[str, "Exercise"] = {}


@dataclass(frozen=True)
class Exercise:
    """An exercise: its id, the arguments its function takes, its check, and what some exceptions mean."""

    id: str
    takes: tuple[str, ...]
    check: Callable[[Attempt], None]
    explanations: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """The outcome of a check: one of the three statuses, and a message unless all is said by the status."""

    id: str
    status: str
    message: str = ""

    def __str__(self) -> str:
        return f"{self.id}: {self.status}. {self.message}".rstrip()


def exercise(
    id: str, takes: tuple[str, ...], explanations: Mapping[str, str] | None = None
) -> Callable[[Callable[[Attempt], None]], Callable[[Attempt], None]]:
    """Enter the decorated check into the register.

    Args:
        id: lesson and name, such as "03-evaluate".
        takes: names of the arguments of the learner's function, in order.
        explanations: for a fragment of an exception's text, a sentence that says what is behind it.

    Raises:
        ValueError: the id is taken.
    """

    def enter(check: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
        if id in _register:
            raise ValueError(f"id is {id!r}, which another exercise has already; wanted is a new one")
        _register[id] = Exercise(id, takes, check, explanations or {})
        return check

    return enter


def check(id: str, function: Callable[..., Any]) -> None:
    """Check an answer to an exercise and print what was found.

    Args:
        id: the exercise, such as "03-evaluate".
        function: your function itself, without calling it.

    Raises:
        ValueError: there is no such exercise.
        TypeError: the second argument is no function. Lesson 03.
    """
    # JupyterLab breaks a long line anywhere, even inside a word.
    for line in str(run_check(id, function)).splitlines():
        print(fill(line, LINE, break_long_words=False, break_on_hyphens=False))


def run_check(id: str, function: Callable[..., Any]) -> Result:
    """Check an answer as `check` does and return what was found. Raises as `check` does."""
    found = _find(id)
    if not callable(function):
        raise TypeError(
            f"function is of type {type(function).__name__}; wanted is your function itself, "
            f"without calling it, as in check({id!r}, name_of_your_function)"
        )
    try:
        with _undisturbed():
            found.check(Attempt(function, found.takes, found.explanations))
    except NotAttempted:
        return Result(id, NOT_ATTEMPTED)
    except Mistake as mistake:
        return Result(id, NOT_RIGHT, str(mistake))
    return Result(id, CORRECT)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put back afterwards what an answer may change for the rest of the notebook; warnings are not shown."""
    numpy_state, python_state, dtype = np.random.get_state(), random.getstate(), torch.get_default_dtype()
    with (
        warnings.catch_warnings(action="ignore"),
        torch.random.fork_rng(devices=_cuda_devices()),
        torch.device("cpu"),
        torch.enable_grad(),
    ):
        try:
            yield
        finally:
            np.random.set_state(numpy_state)
            random.setstate(python_state)
            torch.set_default_dtype(dtype)


def _cuda_devices() -> list[int]:
    return list(range(torch.cuda.device_count())) if torch.cuda.is_initialized() else []


def _find(id: str) -> Exercise:
    """Find an exercise; the modules of other lessons are only imported to name the nearest ids."""
    lessons = _lesson_modules()
    own = lessons.get(str(id).partition("-")[0])
    if own:
        importlib.import_module(own)
    if str(id) in _register:
        return _register[str(id)]
    for module in lessons.values():
        importlib.import_module(module)
    nearest = difflib.get_close_matches(str(id), _register, cutoff=0.4) or sorted(_register)
    raise ValueError(f"id is {id!r}, which is no exercise; the nearest are {', '.join(nearest)}")


def _lesson_modules() -> dict[str, str]:
    """Return where the exercises of each lesson are: {"03": "course_utils.exercises.lesson03"}."""
    package = importlib.import_module(__package__)
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return {name[-2:]: f"{__package__}.{name}" for name in names if name.startswith("lesson")}
