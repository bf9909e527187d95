"""What a check may expect of an answer. Each expectation raises `Mistake` with one or two plain sentences."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
import torch
from torch import Tensor, nn

Misconceptions = Mapping[str, Sequence[object]]  # a sentence that names a wrong idea: the answers it gives
TOLERANCE = 1e-6  # an answer computed in float32 passes; a misconception is far outside
SQUEEZED = "A squeeze took a dimension away: every dimension stays, also when its size is 1."


_strains: ContextVar[list[float] | None] = ContextVar("strains", default=None)


class Mistake(Exception):
    """What is wrong with the learner's answer, in words for the learner."""


@contextmanager
def measured_strain() -> Iterator[list[float]]:
    """Yield a list that grows by one number with each comparison of values inside the block.

    The number is the largest distance between what came and what is wanted, in tolerances: what is above 1 is
    a mistake. It shows how far correct answers stay below the tolerance, and how far wrong ones go beyond it.
    """
    strains: list[float] = []
    token = _strains.set(strains)
    try:
        yield strains
    finally:
        _strains.reset(token)


@contextmanager
def seen_with(situation: str) -> Iterator[None]:
    """Add to a mistake made inside the block with which input it was seen."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(f"{mistake} Seen with {situation}.") from mistake.__cause__


@contextmanager
def in_part(name: str) -> Iterator[None]:
    """Put the name of the part in front of a mistake made inside the block."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(f"{name}: {mistake}") from mistake.__cause__


def describe(value: object) -> str:
    """Say in a few words what a value is."""
    if value is None:
        return "nothing (None), as from a function without return"
    if isinstance(value, Tensor):
        return f"a tensor of shape {tuple(value.shape)} and type {_plain(value.dtype)}"
    if isinstance(value, np.ndarray):
        return f"a numpy array of shape {value.shape} and type {value.dtype}"
    if isinstance(value, bool | int | float | np.generic):
        return f"{value!r}, of type {type(value).__name__}"
    if isinstance(value, list | tuple | set | dict):
        return f"a {type(value).__name__} of length {len(value)}"
    if isinstance(value, nn.Module):
        return f"a module of type {type(value).__name__}, not what it computes"
    if callable(value):
        return "a function that was not called"
    return f"a value of type {type(value).__name__}"


def unwrapped(value: object) -> object:
    """Take the number out of a scalar of numpy or torch; return anything else as it is."""
    scalar = isinstance(value, np.generic) or (isinstance(value, Tensor | np.ndarray) and value.ndim == 0)
    return value.item() if scalar else value


def is_close(came: object, wanted: object) -> bool:
    """Tell whether two tensors, numbers or lists of numbers have equal shapes and equal values."""
    came, wanted = _numbers(came), _numbers(wanted)
    return came.shape == wanted.shape and torch.allclose(came, wanted, rtol=TOLERANCE, atol=TOLERANCE)


def expect_tensor(value: object) -> Tensor:
    """Return the value, detached and on the CPU, if it is a tensor."""
    if not isinstance(value, Tensor):
        raise Mistake(f"A torch tensor is wanted; came {describe(value)}.")
    return value.detach().cpu()


def expect_number(value: object) -> float:
    """Return the value if it is a plain Python number."""
    if isinstance(value, Tensor) and value.requires_grad:
        raise Mistake(
            "A Python float is wanted; came a tensor that requires grad, and with it the whole graph: "
            "compute under torch.no_grad() and end in .item()."
        )
    if isinstance(value, Tensor) and value.numel() == 1:
        raise Mistake("A Python float is wanted; came a tensor with one number in it: .item() takes it out.")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Mistake(f"A Python float is wanted; came {describe(value)}.")
    return value


def expect_numbered(value: object, count: int, item: str, example: str) -> dict[int, object]:
    """Return answers by their number, from a dict or in order.

    Args:
        value: the learner's answers.
        count: how many questions there are, numbered from 1.
        item: what one of them is called, such as "question".
        example: what such a dict looks like.
    """
    if isinstance(value, list | tuple):
        value = dict(enumerate(value, 1))
    if not isinstance(value, dict):
        raise Mistake(f"A dict with {count} answers is wanted, {example}; came {describe(value)}.")
    unknown = [key for key in value if key not in range(1, count + 1)]
    if unknown:
        raise Mistake(f"There is no {item} {unknown[0]!r}: they are numbered 1 to {count}.")
    return value


def expect_no_misconception(came: object, wanted: object, misconceptions: Misconceptions) -> None:
    """Name the misconception whose answer came, if it did. This says more than a wrong shape or type."""
    if is_close(came, wanted):
        return
    _note_strain(_numbers(came), _numbers(wanted))
    for sentence, answers in misconceptions.items():
        if any(is_close(came, answer) for answer in answers):
            raise Mistake(sentence)


def expect_shape(
    came: Tensor, wanted: tuple[int, ...], axes: str, causes: Mapping[tuple[int, ...], str] | None = None
) -> None:
    """Expect a shape.

    Args:
        came: the learner's answer.
        wanted: its shape when right.
        axes: names of the dimensions, such as "(N, L, H_in)".
        causes: sentences for the shapes that a known mistake gives.
    """
    shape, wanted = tuple(came.shape), tuple(wanted)
    if shape == wanted:
        return
    squeezed = {tuple(size for size in wanted if size != 1): SQUEEZED}
    cause = {**(causes or {}), **squeezed}.get(shape, "")
    raise Mistake(f"The shape is {shape}; wanted is {axes} = {wanted}. {cause}".rstrip())


def expect_dtype(came: Tensor, wanted: torch.dtype, remedy: str = "") -> None:
    """Expect a number type."""
    if came.dtype != wanted:
        found, right = _plain(came.dtype), _plain(wanted)
        raise Mistake(f"The numbers are of type {found}; wanted is {right}. {remedy}".rstrip())


def expect_close(came: Tensor, wanted: Tensor) -> None:
    """Expect equal values up to `TOLERANCE`; else say where the first difference lies."""
    came, wanted = _numbers(came), _numbers(wanted)
    _note_strain(came, wanted)
    wrong = ~torch.isclose(came, wanted, rtol=TOLERANCE, atol=TOLERANCE)
    if not wrong.any():
        return
    first = tuple(wrong.nonzero()[0].tolist())
    place = f"At index {list(first)} came" if first else "Came"
    share = f" ({int(wrong.sum())} of {wrong.numel()} values differ.)" if wrong.numel() > 1 else ""
    raise Mistake(f"{place} {came[first].item():.7g}; wanted is {wanted[first].item():.7g}.{share}")


def expect_answer(
    value: object,
    wanted: Tensor,
    axes: str,
    misconceptions: Misconceptions,
    shapes: Mapping[tuple[int, ...], str],
    remedy: str = "",
) -> None:
    """Expect a tensor: first its type, then misconceptions by name, then shape, number type and values."""
    came = expect_tensor(value)
    expect_no_misconception(came, wanted, misconceptions)
    expect_shape(came, wanted.shape, axes, shapes)
    expect_dtype(came, wanted.dtype, remedy)
    expect_close(came, wanted)


def _note_strain(came: Tensor, wanted: Tensor) -> None:
    strains = _strains.get()
    if strains is not None and came.shape == wanted.shape and came.numel():
        distance = (came - wanted).abs() / (TOLERANCE * (1 + wanted.abs()))
        strains.append(float(distance.nan_to_num(nan=0.0, posinf=torch.inf).max()))


def _numbers(value: object) -> Tensor:
    if isinstance(value, Tensor) and value.is_complex():
        raise Mistake("Real numbers are wanted; came complex ones.")
    return torch.as_tensor(value, dtype=torch.float64, device="cpu").detach()


def _plain(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
