"""Calling a learner's function so that whatever goes wrong in it becomes one sentence about their code."""

import dis
import functools
import inspect
import linecache
import sysconfig
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import CodeType

import torch

from course_utils.exercises.expectations import Mistake
from course_utils.exercises.guards import copy_of, expect_unchanged

LONGEST_QUOTE = 200  # characters of an exception's text or of a source line that are shown
EMPTY_BODY = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}  # of `...`, `pass`, a docstring
NOT_THEIRS = (
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    str(Path(torch.__file__).parent.parent),
    str(Path(__file__).parents[1]),
)


class NotAttempted(Exception):
    """The function is still the stub."""


class Attempt:
    """A learner's function, called like the function itself.

    Args:
        function: what the learner wrote.
        takes: names of the arguments that the exercise's function takes.
        explanations: for a fragment of an exception's text, a sentence that says what is behind it.
    """

    def __init__(self, function: Callable, takes: Sequence[str], explanations: Mapping[str, str]):
        self.function = function
        self.takes = takes
        self.explanations = explanations

    def __call__(self, *arguments: object) -> object:
        """Return what the learner's function returns.

        Raises:
            NotAttempted: it is a stub.
            Mistake: it cannot be called so, stops with an exception, changes an argument or switches
                gradients off for good.
        """
        copies = [copy_of(argument) for argument in arguments]
        grad_was_enabled = torch.is_grad_enabled()
        value = self.compute(*arguments)
        for name, before, after in zip(self.takes, copies, arguments, strict=False):
            expect_unchanged(name, before, after)
        if torch.is_grad_enabled() != grad_was_enabled:
            raise Mistake(
                "It leaves gradients switched off for everything that follows: "
                "`with torch.no_grad():` switches them on again at its end."
            )
        return value

    def compute(self, *arguments: object) -> object:
        """Return what the learner's function returns, whatever else it does.

        Raises:
            NotAttempted: it is a stub.
            Mistake: it cannot be called so, or stops with an exception.
        """
        self._expect_signature(arguments)
        try:
            value = self.function(*arguments)
        except (Exception, SystemExit) as error:
            raise self._outcome(error) from error
        if value is None and _is_empty(self.function):
            raise NotAttempted
        return value

    def _expect_signature(self, arguments: Sequence[object]) -> None:
        try:
            signature = inspect.signature(self.function)
        except ValueError:  # some functions written in C do not tell theirs
            return
        try:
            signature.bind(*arguments)
        except TypeError as error:
            names = ", ".join(self.takes[: len(arguments)])
            raise Mistake(f"It is called with ({names}), but your function takes {signature}.") from error

    def _outcome(self, error: BaseException) -> Exception:
        if isinstance(error, NotImplementedError) and _raised_by_hand(error):
            return NotAttempted()
        text = " ".join(str(error).split())
        said = f"{type(error).__name__}: {_shorten(text)}" if text else type(error).__name__
        sentence = f"{_place(error)} stops with {said.rstrip('.')}."
        explained = (reason for fragment, reason in self.explanations.items() if fragment in text)
        return Mistake(" ".join([sentence, *explained]))


def _place(error: BaseException) -> str:
    """Say where the innermost line of the learner's own code lies; frames of libraries are passed over."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        code = frame.f_code
        if not code.co_filename.startswith(NOT_THEIRS):
            source = linecache.getline(code.co_filename, line).strip()
            return f"Line {line} in {code.co_name}" + (f", `{_shorten(source)}`," if source else "")
    return "Your function"


def _raised_by_hand(error: BaseException) -> bool:
    """Tell a stub's `raise` from torch's own NotImplementedError, which comes out of a call."""
    innermost = error.__traceback__
    while innermost.tb_next:
        innermost = innermost.tb_next
    code = innermost.tb_frame.f_code
    if code.co_filename.startswith(NOT_THEIRS):
        return False
    return code.co_code[innermost.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _is_empty(function: Callable) -> bool:
    code = _code_of(function)
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= EMPTY_BODY


def _code_of(function: Callable) -> CodeType | None:
    while isinstance(function, functools.partial):
        function = function.func
    function = inspect.unwrap(function)
    if not hasattr(function, "__code__"):
        function = type(function).__call__
    return getattr(function, "__code__", None)


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + "..."
