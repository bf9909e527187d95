import random
import warnings

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.exercises import Result, check, run_check
from course_utils.exercises.core import CORRECT, NOT_ATTEMPTED, NOT_RIGHT, _find, _register, exercise
from course_utils.exercises.expectations import Mistake

LESSON_03 = (
    "03-rows-as-sequence",
    "03-evaluate",
    "03-belief-per-row",
    "03-wilson-interval",
    "03-find-the-leak",
)


@pytest.fixture
def doubling():
    """A small exercise that exists during one test: double a number."""

    @exercise("99-double", takes=("x",))
    def check_double(attempt):
        if attempt(2.0) != 4.0:
            raise Mistake("Twice 2 is 4.")

    yield
    del _register["99-double"]


@pytest.mark.parametrize("id", LESSON_03)
def test_every_exercise_of_lesson_03_is_found_and_knows_a_stub(id):
    def stub(*arguments):
        raise NotImplementedError

    assert run_check(id, stub) == Result(id, NOT_ATTEMPTED)
    assert _find(id).takes


def test_check_prints_one_line_and_returns_nothing(doubling, capsys):
    assert check("99-double", lambda x: 2 * x) is None
    assert check("99-double", lambda x: x) is None
    assert check("99-double", lambda x: ...) is None
    assert capsys.readouterr().out.splitlines() == [
        "99-double: correct.",
        "99-double: not right yet. Twice 2 is 4.",
        "99-double: not right yet. Twice 2 is 4.",
    ]


def test_result_tells_status_and_message(doubling):
    assert run_check("99-double", lambda x: 2 * x) == Result("99-double", CORRECT)
    assert run_check("99-double", lambda x: 3 * x) == Result("99-double", NOT_RIGHT, "Twice 2 is 4.")


def test_an_answer_may_print(doubling, capsys):
    def double(x):
        print("here")
        return x + x

    check("99-double", double)
    assert capsys.readouterr().out == "here\n99-double: correct.\n"


@pytest.mark.parametrize("id", ["03-evalute", "3-evaluate", "03 evaluate", "evaluate"])
def test_an_unknown_id_is_answered_with_the_nearest(id):
    with pytest.raises(ValueError, match=r"no exercise; the nearest are .*03-evaluate"):
        check(id, print)


@pytest.mark.parametrize("id", ["", "zzz", 3, None, ["03-evaluate"], "77-nothing"])
def test_an_id_like_no_other_is_answered_with_ids(id):
    with pytest.raises(ValueError, match=r"no exercise; the nearest are .*03-"):
        check(id, print)


@pytest.mark.parametrize("answer", [0.97, None, torch.zeros(2)])
def test_an_answer_that_is_no_function_is_refused(answer):
    with pytest.raises(TypeError, match=r"function is of type \w+; wanted is your function itself"):
        check("03-evaluate", answer)


def test_an_id_is_entered_once(doubling):
    with pytest.raises(ValueError, match="'99-double', which another exercise has already"):
        exercise("99-double", takes=())(lambda attempt: None)


def test_a_check_leaves_the_process_as_it_was(doubling):
    def disturbing(x):
        torch.manual_seed(1)
        np.random.seed(1)
        random.seed(1)
        torch.rand(3), np.random.rand(3), random.random()
        torch.set_default_dtype(torch.float64)
        return 2 * x

    def state():
        numbers = [*np.random.get_state()[1], *torch.get_rng_state().tolist()]
        return numbers, random.getstate(), torch.get_default_dtype(), torch.is_grad_enabled()

    before = state()
    assert run_check("99-double", disturbing).status == CORRECT
    assert state() == before
    for id in LESSON_03:
        run_check(id, lambda *arguments: torch.rand(5).tolist())
    assert state() == before


def test_a_check_works_where_the_defaults_were_changed(doubling):
    def with_gradients(x):
        assert torch.is_grad_enabled()
        return 2 * x

    with torch.no_grad(), torch.device("meta"):
        assert run_check("99-double", with_gradients).status == CORRECT
        assert run_check("03-rows-as-sequence", lambda images: images / 255).status == CORRECT


def test_lesson_03_is_checked_alike_under_another_default_type():
    torch.set_default_dtype(torch.float64)
    try:
        result = run_check("03-rows-as-sequence", lambda images: images.float() / 255)
    finally:
        torch.set_default_dtype(torch.float32)
    assert result.status == CORRECT


WEIRD = (
    torch.zeros(3, 20, 28, dtype=torch.complex64),
    torch.eye(3).to_sparse(),
    torch.full((2, 5, 6), float("nan"), dtype=torch.float64),
    torch.full((3, 20, 28), float("inf")),
    torch.zeros(0),
    torch.zeros(0, 2),
    torch.tensor(float("nan")),
    torch.ones(2, dtype=torch.bfloat16),
    nn.Parameter(torch.ones(2)),
    np.array([None, "a"]),
    np.array(["a", "b"]),
    np.array(3),
    np.arange(2) * 1j,
    [[1], [2, 3]],
    [[0.1, 0.2], [0.3]],
    (torch.ones(3), torch.ones(3)),
    [10**30, -(10**30)],
    [float("nan"), float("inf")],
    [None],
    10**30,
    float("nan"),
    2j,
    "words",
    b"bytes",
    {1: 2},
    {0.1, 0.9},
    range(2),
    (number for number in (0.1, 0.9)),
    iter([1]),
    NotImplemented,
    NotImplementedError,
    object(),
    float,
)


@pytest.mark.parametrize("id", LESSON_03)
@pytest.mark.parametrize("value", WEIRD, ids=range(len(WEIRD)))
def test_whatever_an_answer_returns_the_check_finds_words(id, value):
    result = run_check(id, lambda *arguments: value)
    assert result.status == NOT_RIGHT
    assert len(result.message) > 20


def test_a_warning_in_an_answer_is_no_error(doubling):
    def warning(x):
        warnings.warn("careful", UserWarning, stacklevel=1)
        return 2 * x

    assert run_check("99-double", warning).status == CORRECT


def test_stopping_from_the_keyboard_works(doubling):
    def interrupted(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_check("99-double", interrupted)
