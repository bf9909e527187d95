"""Torch's recurrent operators taken away, by whichever way they are called: for a block, or for good.

The refusal stands in torch's dispatcher, behind every name under which Python reaches an operator.
"""

import ctypes
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import torch

OPERATORS = {
    "rnn": (
        *("rnn_tanh.input", "rnn_tanh.data", "rnn_tanh_cell"),
        *("rnn_relu.input", "rnn_relu.data", "rnn_relu_cell"),
    ),
    "lstm": ("lstm.input", "lstm.data", "lstm_cell", "mkldnn_rnn_layer"),
    "gru": ("gru.input", "gru.data", "gru_cell"),
}
KEYS = ("CPU", "CompositeImplicitAutograd")  # the second is how an operator tells of what it is made


@contextmanager
def unavailable(families: Iterable[str]) -> Iterator[None]:
    """Make operators raise inside the block.

    Args:
        families: any of "rnn", "lstm", "gru": layers and cells.
    """
    names = _names(families)
    if not names:
        yield
        return
    with torch.library._scoped_library("aten", "IMPL") as library:
        with warnings.catch_warnings(action="ignore"):  # that there is such an operator already
            for name in names:
                library.impl(name, _refusal(name), "CPU")
        yield


def take_away(families: Iterable[str]) -> None:
    """Make operators raise in this process and all that it forks, with no way back from Python.

    Args:
        families: as for `unavailable`.
    """
    for key in KEYS:
        library = torch._C._dispatch_library("IMPL", "aten", key)
        with warnings.catch_warnings(action="ignore"):
            for name in _names(families):
                library.impl(name, key, _refusal(name), False)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))  # its end would give the operators back


def _names(families: Iterable[str]) -> Sequence[str]:
    return [name for family in families for name in OPERATORS[family]]


def _refusal(name: str) -> Callable:
    spoken = name.partition(".")[0]

    def refuse(*arguments: object, **options: object) -> None:
        raise RuntimeError(f"{spoken} is not available in this question: write its steps yourself")

    return refuse
