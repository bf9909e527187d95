"""What every lesson opens with, and how it states facts: `start`, `claim` and `about`."""

import os
import re
from typing import NamedTuple

import numpy as np
import torch

from course_utils import alt_text, plotting, runtime
from course_utils.pitfalls import pitfalls


class Lesson(NamedTuple):
    """Title of a lesson and the time it takes: minutes of a learner, seconds of a machine with two cores."""

    title: str
    minutes: int
    seconds: int


LESSONS = {
    "00": Lesson("Start here", minutes=25, seconds=8),
    "01": Lesson("RNN basics: a loop with a memory", minutes=60, seconds=10),
    "02": Lesson("Gates, dimensions and `weight_ih_l0`", minutes=75, seconds=10),
    "03": Lesson("MNIST, row by row: an LSTM classifier", minutes=75, seconds=45),
    "04": Lesson("Sine waves: forecasting with `nn.RNN`", minutes=75, seconds=25),
    "05": Lesson("Bidirectional RNNs: read both ends", minutes=75, seconds=40),
}

CLAIM_ID = re.compile(r"\d\d(-[a-z0-9]+)+")


class ClaimError(AssertionError):
    """A sentence of a lesson does not hold on this machine."""


def start(lesson: str) -> torch.device:
    """Open a lesson: choose the device, set the number precision and the figure style, say that all is ready.

    Args:
        lesson: its two-digit number, such as "03".

    Returns:
        The device to compute on (``RNN_COURSE_DEVICE`` can name it).

    Raises:
        ValueError: there is no such lesson.
    """
    if lesson not in LESSONS:
        raise ValueError(f"lesson is {lesson!r}; there are {', '.join(LESSONS)}")
    device = runtime.set_up()
    plotting.use_style()
    alt_text.show_in_notebook()
    print(f"Lesson {lesson}, {LESSONS[lesson].title}: ready.")
    return device


def claim(id: str, sentence: str, holds: bool, refutes: str | None = None) -> None:
    """State a fact that was just measured: print it on one stable line, or raise when it does not hold.

    Args:
        id: lesson number and slug, such as "03-last-row-blank"; unique in the course.
        sentence: the fact. It holds no digits that vary from run to run.
        holds: the measured condition.
        refutes: the row of the catalogue of pitfalls that it corrects, such as "T0.4".

    Raises:
        ClaimError: ``holds`` is false.
        TypeError: ``holds`` is not a truth value.
        ValueError: ``id`` is not of the form above, or ``refutes`` names no row of the catalogue.
    """
    if not CLAIM_ID.fullmatch(id):
        raise ValueError(f"id is {id!r}; wanted is a form such as '03-last-row-blank'")
    if refutes is not None and refutes not in pitfalls():
        raise ValueError(f"refutes is {refutes!r}; wanted is a row of the catalogue, such as 'T0.4'")
    if not _truth(holds):
        raise ClaimError(f"[{id}] does not hold here: {sentence}")
    print(f"✓ [{id}] {sentence}" + (f" (corrects {refutes})" if refutes else ""))


def _truth(holds: object) -> bool:
    if isinstance(holds, torch.Tensor) and holds.ndim == 0:
        holds = holds.item()
    if not isinstance(holds, bool | np.bool_):
        raise TypeError(f"holds is a {type(holds).__name__}; wanted is True or False, made by a comparison")
    return bool(holds)


def about(x: float, digits: int = 2, tol: float = 0.001) -> str:
    """Write a measured number so coarsely that it reads the same on every machine.

    Args:
        x: the number.
        digits: significant digits to show.
        tol: how far the number may move from machine to machine, in its own unit. While a lesson is being
            written (``RNN_COURSE_WRITING=1``) a number that would then read differently is refused.

    Raises:
        ValueError: the number is not finite, or lies within ``tol`` of a rounding edge while writing.
    """
    x = float(x)
    if not np.isfinite(x):
        raise ValueError(f"x is {x}; wanted is a finite number")
    low, middle, high = (_significant(value, digits) for value in (x - tol, x, x + tol))
    if os.environ.get("RNN_COURSE_WRITING") and not low == middle == high:
        raise ValueError(f"x is {x}, within {tol} of where its {digits} digits change: show fewer digits")
    return middle


def _significant(x: float, digits: int) -> str:
    return np.format_float_positional(x, precision=digits, unique=False, fractional=False, trim="-")
