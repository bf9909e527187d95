import pytest
import torch

from course_utils.exercises.lesson02 import predictions

ID = "02-predict-shapes"
RIGHT = {
    1: (16, 3), 2: (16,), 3: (12, 4), 4: (16, 4), 5: (16, 8), 6: (5, 7, 4),
    7: (1, 5, 4), 8: (5, 7, 8), 9: (4, 5, 4), 10: (5, 7, 2), 11: (1, 5, 4), 12: (1, 7, 4),
}  # fmt: skip


def as_sizes():
    return {number: torch.Size(shape) for number, shape in RIGHT.items()}


def as_list():
    return [list(shape) for shape in RIGHT.values()]


@pytest.mark.parametrize("answer", [lambda: RIGHT, as_sizes, as_list, lambda: dict(reversed(RIGHT.items()))])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def but(**changes):
    changed = {int(name[1:]): shape for name, shape in changes.items()}
    return lambda: RIGHT | changed


WRONG = (
    (but(q1=(3, 16)), "Question 1: (3, 16) is not the shape. The weight is stored as (rows, columns)"),
    (but(q1=(30,)), "Which numbers does this tensor hold, and for what? Right so far: 0 of 12."),
    (but(q2=(16, 1)), "A bias has one dimension"),
    (but(q3=(16, 4)), "A GRU has three gates, not four. Right so far: 2 of 12."),
    (but(q4=(16, 3)), "Layer 1 reads what layer 0 puts out"),
    (but(q5=(16, 4)), "Layer 1 reads both directions of layer 0"),
    (but(q6=(7, 5, 4)), "With batch_first=True the batch comes first"),
    (but(q7=(5, 1, 4)), "States never follow batch_first"),
    (but(q8=(5, 7, 4)), "Two directions double the features of output"),
    (but(q9=(2, 5, 8)), "h_n and c_n stack layers and directions on their first dimension"),
    (but(q10=(5, 7, 4)), "With a projection, h has proj_size numbers"),
    (but(q11=(1, 5, 2)), "Only h is projected: c keeps hidden_size numbers"),
    (but(q12=(5, 7, 4)), "A state has no time axis"),
    (but(q12=(1, 5, 4)), "Without batch_first the layer takes the first axis for time"),
    (lambda: {1: RIGHT[1]}, "Question 2 is not answered yet. Right so far: 1."),
    (but(q4=...), "Question 4 is not answered yet."),
    (but(q2=16), "Question 2: 16 is a number; a shape is a tuple, such as (16,)."),
    (but(q2=("16",)), "Question 2: a tuple of whole numbers is wanted; came a tuple of length 1."),
    (but(q6=(5, 7, 4.0)), "Question 6: a tuple of whole numbers is wanted"),
    (but(q13=(1,)), "There is no question 13: they are numbered 1 to 12."),
    (lambda: (16, 3), "Question 1: 16 is a number"),
    (lambda: "16", "A dict with 12 answers is wanted"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_no_cause_stands_beside_a_right_answer():
    for question, shape in zip(predictions.QUESTIONS, RIGHT.values(), strict=True):
        assert question.causes
        assert shape not in question.causes
