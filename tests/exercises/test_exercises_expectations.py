import re

import numpy as np
import pytest
import torch

from course_utils.exercises.expectations import (
    Mistake,
    describe,
    expect_answer,
    expect_close,
    expect_dtype,
    expect_no_misconception,
    expect_number,
    expect_numbered,
    expect_shape,
    expect_tensor,
    in_part,
    is_close,
    measured_strain,
    seen_with,
    unwrapped,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing (None)"),
        (torch.zeros(2, 3), "a tensor of shape (2, 3) and type float32"),
        (np.zeros(4), "a numpy array of shape (4,) and type float64"),
        (0.5, "0.5, of type float"),
        (True, "True, of type bool"),
        (np.float32(2), "of type float32"),
        ([1, 2], "a list of length 2"),
        ((1,), "a tuple of length 1"),
        (print, "a function that was not called"),
        (torch.nn.Linear(1, 1), "a module of type Linear, not what it computes"),
        (object(), "a value of type object"),
    ],
)
def test_describe(value, words):
    assert words in describe(value)


def test_a_mistake_says_with_what_it_was_seen():
    with pytest.raises(Mistake, match=r"^It is wrong\. Seen with N = 1\.$"), seen_with("N = 1"):
        raise Mistake("It is wrong.")
    with pytest.raises(KeyError), seen_with("N = 1"):
        raise KeyError


def test_unwrapped_takes_scalars_out():
    assert unwrapped(torch.tensor(3)) == 3
    assert type(unwrapped(np.float32(0.5))) is float
    assert unwrapped(np.array(True)) is True
    assert unwrapped([1]) == [1]
    assert unwrapped(torch.ones(1)).shape == (1,)


def test_is_close():
    assert is_close(torch.tensor([1.0, 2.0]), [1, 2 + 1e-8])
    assert is_close(torch.tensor([True]), [1])
    assert not is_close(torch.tensor([1.0, 2.0]), [1, 2.001])
    assert not is_close(torch.zeros(2), torch.zeros(1, 2))
    assert not is_close(float("nan"), 0.0)


def test_expect_tensor():
    came = expect_tensor(torch.ones(2, requires_grad=True))
    assert not came.requires_grad
    with pytest.raises(Mistake, match="A torch tensor is wanted; came a numpy array of shape"):
        expect_tensor(np.ones(2))


def test_expect_number():
    assert expect_number(0.5) == 0.5
    assert expect_number(np.float64(0.5)) == 0.5
    assert expect_number(3) == 3
    for value, words in (
        (torch.tensor(0.5), r"\.item\(\) takes it out"),
        (torch.tensor([0.5]), r"\.item\(\) takes it out"),
        (torch.tensor(0.5, requires_grad=True), "requires grad"),
        (torch.ones(3), r"tensor of shape \(3,\)"),
        (True, "of type bool"),
        (np.float32(1), "of type float32"),
        (None, "nothing"),
        ("0.5", "of type str"),
        (1j, "of type complex"),
    ):
        with pytest.raises(Mistake, match=words):
            expect_number(value)


def test_expect_shape():
    expect_shape(torch.zeros(2, 3), (2, 3), "(N, H)")
    with pytest.raises(Mistake, match=r"^The shape is \(3, 2\); wanted is \(N, H\) = \(2, 3\)\.$"):
        expect_shape(torch.zeros(3, 2), (2, 3), "(N, H)")
    with pytest.raises(Mistake, match=r"\(2, 3\)\. Swapped\.$"):
        expect_shape(torch.zeros(3, 2), (2, 3), "(N, H)", {(3, 2): "Swapped."})
    with pytest.raises(Mistake, match=r"A squeeze took a dimension away"):
        expect_shape(torch.zeros(3), (1, 3), "(N, H)", {(3,): "Something else."})


def test_expect_dtype():
    expect_dtype(torch.zeros(2), torch.float32)
    with pytest.raises(Mistake, match=r"^The numbers are of type int64; wanted is float32\. Convert\.$"):
        expect_dtype(torch.arange(2), torch.float32, "Convert.")


def test_expect_close():
    wanted = torch.zeros(2, 3)
    expect_close(wanted + 1e-8, wanted)
    came = wanted.clone()
    came[1, 2] = 0.5
    with pytest.raises(
        Mistake, match=r"^At index \[1, 2\] came 0\.5; wanted is 0\. \(1 of 6 values differ\.\)$"
    ):
        expect_close(came, wanted)
    with pytest.raises(Mistake, match=r"^Came 0\.5; wanted is 0\.25\.$"):
        expect_close(torch.tensor(0.5), torch.tensor(0.25))
    with pytest.raises(Mistake, match="came nan"):
        expect_close(wanted * float("nan"), wanted)


def test_expect_no_misconception():
    known = {"Doubled.": [[2.0, 4.0]], "Turned.": [[2.0, 1.0], [-1.0, -2.0]]}
    expect_no_misconception([1.0, 2.0], [1.0, 2.0], known)
    expect_no_misconception([5.0, 5.0], [1.0, 2.0], known)
    expect_no_misconception([2.0, 4.0], [2.0, 4.0], known)
    with pytest.raises(Mistake, match=r"^Doubled\.$"):
        expect_no_misconception([2.0, 4.0], [1.0, 2.0], known)
    with pytest.raises(Mistake, match=r"^Turned\.$"):
        expect_no_misconception(torch.tensor([-1, -2]), [1.0, 2.0], known)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([[1.0, 2.0]], "A torch tensor is wanted"),
        (torch.tensor([[1], [2]]), "Turned."),
        (torch.tensor([[5], [6]]), "Columns."),
        (torch.tensor([5, 6]), "squeeze"),
        (torch.tensor([[5, 6]]), "of type int64"),
        (torch.tensor([[1.0, 6.0]]), r"At index [0, 1] came 6"),
    ],
)
def test_expect_answer_asks_type_misconception_shape_number_type_and_value_in_order(value, words):
    wanted = torch.tensor([[1.0, 2.0]])
    expect_answer(wanted.clone(), wanted, "(N, H)", {}, {})
    with pytest.raises(Mistake) as caught:
        expect_answer(value, wanted, "(N, H)", {"Turned.": [wanted.T]}, {(2, 1): "Columns."})
    assert words in str(caught.value)


@pytest.mark.parametrize("value", [{1: "a", 2: "b"}, ["a", "b"], ("a", "b")])
def test_answers_have_numbers_from_one(value):
    assert expect_numbered(value, 2, "question", "{1: ...}") == {1: "a", 2: "b"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ab", "A dict with 2 answers is wanted, {1: ...}; came"),
        ({0: "a"}, "There is no question 0: they are numbered 1 to 2."),
        (["a", "b", "c"], "There is no question 3: they are numbered 1 to 2."),
    ],
)
def test_answers_without_a_number_of_theirs_are_refused(value, words):
    with pytest.raises(Mistake, match=re.escape(words)):
        expect_numbered(value, 2, "question", "{1: ...}")


def test_a_mistake_gets_the_name_of_its_part_and_keeps_its_cause():
    cause = KeyError("x")
    with pytest.raises(Mistake, match=r"^h_n: It is wrong\.$") as caught, in_part("h_n"):
        raise Mistake("It is wrong.") from cause
    assert caught.value.__cause__ is cause


def test_other_exceptions_pass_a_part_unchanged():
    with pytest.raises(KeyError, match="^'x'$"), in_part("h_n"):
        raise KeyError("x")


def test_the_strain_of_each_comparison_is_measured_in_tolerances():
    wanted = torch.tensor([0.0, 3.0])
    with measured_strain() as strains:
        expect_close(wanted, wanted)
        expect_close(wanted + 2e-7, wanted)
        with pytest.raises(Mistake):
            expect_close(wanted + torch.tensor([0.0, 4e-2]), wanted)
        with pytest.raises(Mistake):
            expect_answer(wanted * 2, wanted, "(N,)", {"Doubled.": [wanted * 2]}, {})
    assert strains == pytest.approx([0, 0.2, 1e4, 7.5e5], rel=1e-3)
    expect_close(wanted, wanted)
    assert len(strains) == 4


def test_other_shapes_have_no_strain():
    with measured_strain() as strains, pytest.raises(Mistake):
        expect_answer(torch.ones(3), torch.ones(2), "(N,)", {}, {})
    assert strains == []


def test_complex_numbers_are_refused_in_a_sentence():
    for expect in (is_close, expect_close):
        with pytest.raises(Mistake, match="Real numbers are wanted; came complex ones"):
            expect(torch.ones(2, dtype=torch.complex64), torch.ones(2))
