import functools
import inspect
import sys

import numpy as np
import pytest
import torch
from IPython.core.compilerop import CachingCompiler
from torch import nn

from course_utils.exercises.attempt import LONGEST_QUOTE, Attempt, NotAttempted
from course_utils.exercises.expectations import Mistake


def attempt(function, *arguments, takes=("x", "y"), explanations=None):
    return Attempt(function, takes, explanations or {})(*arguments)


def message(function, *arguments, **settings):
    with pytest.raises(Mistake) as caught:
        attempt(function, *arguments, **settings)
    return str(caught.value)


def stub_that_raises(x):
    """Do something."""
    raise NotImplementedError


def stub_with_a_word(x):
    raise NotImplementedError("your turn")


def stub_of_dots(x): ...


def stub_that_passes(x):
    """Do something."""
    pass


@torch.no_grad()
def decorated_stub(x): ...


class StubObject:
    def __call__(self, x): ...


STUBS = (
    stub_that_raises,
    stub_with_a_word,
    stub_of_dots,
    stub_that_passes,
    decorated_stub,
    StubObject(),
    functools.partial(stub_of_dots),
    functools.partial(stub_that_raises),
    lambda x: None,
)


@pytest.mark.parametrize("stub", STUBS)
def test_a_stub_is_not_attempted(stub):
    with pytest.raises(NotAttempted):
        attempt(stub, 1)


def test_an_empty_result_of_some_work_is_an_attempt():
    seen = []
    assert attempt(seen.append, 1) is None
    assert attempt(lambda x: print(end=""), 1) is None
    assert seen == [1]


def test_what_torch_has_not_implemented_is_a_mistake_not_a_stub():
    assert "not implemented for 'Byte'" in message(
        lambda x: x.softmax(-1), torch.zeros(2, 3, dtype=torch.uint8)
    )
    assert 'missing the required "forward"' in message(lambda x: nn.Module()(x), 1)


def test_the_line_of_an_exception_is_shown():
    def divide(x):
        y = x - x
        return x / y

    first = inspect.getsourcelines(divide)[1]
    assert message(divide, 1) == (
        f"Line {first + 2} in divide, `return x / y`, stops with ZeroDivisionError: division by zero."
    )


def test_the_line_is_the_learners_also_when_a_library_raises():
    def add(x):
        return torch.stack([x, torch.nn.functional.one_hot(x)])

    assert "in add, `return torch.stack([x, torch.nn.functional.one_hot(x)])`, stops with" in message(add, 1)
    assert "in <lambda>, " in message(lambda x: nn.Linear(3, 4)(x), torch.zeros(2, 5))


def test_the_line_of_a_helper_is_shown():
    def helper(x):
        return x.missing

    assert "in helper, `return x.missing`, stops with AttributeError" in message(lambda x: helper(x), 1)


def test_a_function_from_a_notebook_cell_shows_the_line_of_the_cell():
    source = "import torch\n\ndef f(x):\n    y = 1\n    return x + undefined\n"
    compiler = CachingCompiler()
    name = compiler.cache(source)
    cell = {}
    exec(compile(source, name, "exec"), cell)
    assert message(cell["f"], 1) == (
        "Line 5 in f, `return x + undefined`, stops with NameError: name 'undefined' is not defined."
    )


def test_without_a_source_the_line_number_is_shown():
    cell = {}
    exec(compile("def f(x):\n    return x[0]", "<nowhere>", "exec"), cell)
    assert message(cell["f"], 1) == ("Line 2 in f stops with TypeError: 'int' object is not subscriptable.")


def test_without_a_line_of_the_learner_the_function_is_named():
    assert message(len, 1) == "Your function stops with TypeError: object of type 'int' has no len()."


def test_an_exception_without_text_and_one_that_exits():
    def bare(x):
        raise KeyError

    assert message(bare, 1).endswith("stops with KeyError.")
    assert "stops with SystemExit: 3." in message(lambda x: sys.exit(3), 1)


def test_a_long_text_is_cut():
    def shout(x):
        raise ValueError("loud\n" * 1000)

    assert len(message(shout, 1)) < 2 * LONGEST_QUOTE
    assert "\n" not in message(shout, 1)


def test_a_known_exception_is_explained():
    explanations = {"by zero": "The share of nothing is not defined."}
    assert message(lambda x: x / 0, 1, explanations=explanations).endswith(
        "division by zero. The share of nothing is not defined."
    )
    assert message(lambda x: len(x), 1, explanations=explanations).endswith("has no len().")


@pytest.mark.parametrize(
    ("function", "signature"),
    [
        (lambda: 1, "()"),
        (lambda x: 1, "(x)"),
        (lambda x, y, z: 1, "(x, y, z)"),
        (lambda x, *, y: 1, "(x, *, y)"),
    ],
)
def test_a_wrong_signature_is_shown(function, signature):
    assert message(function, 1, 2) == f"It is called with (x, y), but your function takes {signature}."


def test_a_type_error_inside_is_not_taken_for_a_wrong_signature():
    def inner(a):
        return a

    assert "in <lambda>," in message(lambda x: inner(), 1)


class Doubling:
    def __call__(self, x, factor=2):
        return factor * x


@pytest.mark.parametrize(
    "double",
    [
        lambda x: 2 * x,
        lambda x, factor=2, **rest: factor * x,
        lambda *arguments: 2 * arguments[0],
        functools.partial(lambda factor, x: factor * x, 2),
        Doubling(),
        Doubling().__call__,
        torch.no_grad()(lambda x: 2 * x),
        torch.square,
    ],
)
def test_callables_of_every_kind_are_called(double):
    assert attempt(double, torch.tensor(2.0)) == 4


def change_tensor(x):
    x[0] = 7


def resize_tensor(x):
    x.unsqueeze_(0)


def scale_array(x):
    x *= 2


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        (change_tensor, torch.arange(3)),
        (change_tensor, torch.ones(3, requires_grad=False)),
        (resize_tensor, torch.arange(3)),
        (scale_array, np.arange(3)),
        (lambda x: x.numpy().fill(3), torch.arange(3)),
    ],
)
def test_an_argument_changed_in_place_is_named(change, argument):
    assert "It changes `x` in place" in message(change, argument)


def test_the_second_argument_changed_in_place_is_named():
    assert "It changes `y` in place" in message(lambda x, y: y.add_(1), torch.ones(2), torch.ones(2))


def test_arguments_that_are_only_read_pass():
    assert attempt(lambda x, y: x.numpy() + y, torch.ones(2), np.ones(2)).tolist() == [2, 2]


def test_gradients_switched_off_for_good_are_named():
    def switch(x):
        torch.set_grad_enabled(False)
        return x

    try:
        assert "leaves gradients switched off" in message(switch, 1)
    finally:
        torch.set_grad_enabled(True)
