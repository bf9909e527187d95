"""Check of 02-predict-shapes: twelve shapes, answered from layers that are built for the purpose."""

import operator
from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Mistake, describe, expect_numbered, unwrapped

Shape = tuple[int, ...]
BATCH, LENGTH, INPUT, HIDDEN, PROJECTED = 5, 7, 3, 4, 2
TRANSPOSED = "The weight is stored as (rows, columns) = (gates * hidden_size, what it reads)."
ONE_BIAS = "A bias has one dimension, one number a row."
FOUR_GATES = "The rows of all four gates are stacked: 4 * hidden_size."
NO_BATCH_FIRST = "States never follow batch_first: they are (D * num_layers, N, ...)."
LENGTH_IN_STATE = "A state has no time axis: it is what is left after the last step."
TIME_FIRST = "With batch_first=True the batch comes first: (N, L, features)."
D_FEATURES = "Two directions double the features of output, not its steps or its batch."
STACKED = "h_n and c_n stack layers and directions on their first dimension: D * num_layers."
LAYERS_APART = "output shows the top layer only, so num_layers is not in it."
LAYER_READS_OUTPUT = "Layer 1 reads what layer 0 puts out, not the input."


class PredictionQuestion(NamedTuple):
    """The right shape, as torch gives it, and what is behind some wrong ones."""

    answer: Callable[[Tensor], Tensor]
    causes: Mapping[Shape, str]


def _results(x: Tensor, **options) -> tuple[Tensor, Tensor, Tensor]:
    output, (h_n, c_n) = nn.LSTM(INPUT, HIDDEN, **options).double()(x)
    return output, h_n, c_n


BOTH = {"num_layers": 2, "bidirectional": True}
FIRST = {"batch_first": True}
QUESTIONS = (
    PredictionQuestion(
        lambda x: nn.LSTM(INPUT, HIDDEN).weight_ih_l0,
        {
            (3, 16): TRANSPOSED,
            (3, 4): TRANSPOSED,
            (4, 3): FOUR_GATES,
            (16, 4): "weight_ih reads the input, weight_hh the state.",
        },
    ),
    PredictionQuestion(
        lambda x: nn.LSTM(INPUT, HIDDEN).bias_hh_l0,
        {(16, 1): ONE_BIAS, (1, 16): ONE_BIAS, (4,): FOUR_GATES, (16, 4): ONE_BIAS},
    ),
    PredictionQuestion(
        lambda x: nn.GRU(INPUT, HIDDEN).weight_hh_l0,
        {
            (16, 4): "A GRU has three gates, not four.",
            (4, 12): TRANSPOSED,
            (12, 3): "weight_hh reads the state, which has hidden_size numbers.",
            (4, 4): "The rows of all three gates are stacked.",
        },
    ),
    PredictionQuestion(
        lambda x: nn.LSTM(INPUT, HIDDEN, num_layers=2).weight_ih_l1,
        {
            (16, 3): LAYER_READS_OUTPUT,
            (4, 16): TRANSPOSED,
            (4, 4): FOUR_GATES,
            (32, 4): "Each layer has weights of its own: the second l1 is only its name.",
        },
    ),
    PredictionQuestion(
        lambda x: nn.LSTM(INPUT, HIDDEN, **BOTH).weight_ih_l1,
        {
            (16, 4): "Layer 1 reads both directions of layer 0 side by side.",
            (16, 3): LAYER_READS_OUTPUT,
            (32, 4): "The second direction has weights of its own, weight_ih_l1_reverse.",
            (32, 8): "The second direction has weights of its own, weight_ih_l1_reverse.",
            (16, 6): LAYER_READS_OUTPUT,
        },
    ),
    PredictionQuestion(
        lambda x: _results(x, **FIRST)[0],
        {
            (7, 5, 4): TIME_FIRST,
            (5, 4): "output holds every step; only the states hold the last one alone.",
            (5, 7, 3): "The last axis has hidden_size numbers, not input_size.",
            (5, 7, 16): "The four gates are inside: h has hidden_size numbers.",
        },
    ),
    PredictionQuestion(
        lambda x: _results(x, **FIRST)[1],
        {
            (5, 1, 4): NO_BATCH_FIRST,
            (5, 4): "The first dimension, D * num_layers, is there even when it is 1.",
            (5, 7, 4): LENGTH_IN_STATE,
            (1, 7, 4): LENGTH_IN_STATE,
        },
    ),
    PredictionQuestion(
        lambda x: _results(x, **FIRST, **BOTH)[0],
        {
            (5, 7, 4): D_FEATURES,
            (5, 14, 4): D_FEATURES,
            (10, 7, 4): D_FEATURES,
            (5, 7, 16): LAYERS_APART,
            (7, 5, 8): TIME_FIRST,
        },
    ),
    PredictionQuestion(
        lambda x: _results(x, **FIRST, **BOTH)[2],
        {
            (2, 5, 8): STACKED,
            (2, 5, 4): STACKED,
            (1, 5, 8): STACKED,
            (5, 4, 4): NO_BATCH_FIRST,
            (4, 7, 4): LENGTH_IN_STATE,
        },
    ),
    PredictionQuestion(
        lambda x: _results(x, **FIRST, proj_size=PROJECTED)[0],
        {
            (5, 7, 4): "With a projection, h has proj_size numbers, and output is made of h.",
            (7, 5, 2): TIME_FIRST,
        },
    ),
    PredictionQuestion(
        lambda x: _results(x, **FIRST, proj_size=PROJECTED)[2],
        {
            (1, 5, 2): "Only h is projected: c keeps hidden_size numbers.",
            (5, 1, 4): NO_BATCH_FIRST,
            (5, 1, 2): NO_BATCH_FIRST,
        },
    ),
    PredictionQuestion(
        lambda x: _results(x)[1],
        {
            (
                1,
                5,
                4,
            ): "Without batch_first the layer takes the first axis for time: here 5 steps of 7 sequences.",
            (7, 1, 4): NO_BATCH_FIRST,
            (5, 1, 4): NO_BATCH_FIRST,
            (5, 7, 4): LENGTH_IN_STATE,
            (5, 4): "The first dimension, D * num_layers, is there even when it is 1.",
            (7, 4): "The first dimension, D * num_layers, is there even when it is 1.",
        },
    ),
)


@exercise("02-predict-shapes", takes=())
def check_predict_shapes(attempt: Attempt) -> None:
    """Ask torch for each shape; say how many are right and what is behind the first wrong one."""
    answers = expect_numbered(attempt(), len(QUESTIONS), "question", "{1: (...), 2: (...)}")
    x = torch.zeros(BATCH, LENGTH, INPUT, dtype=torch.float64)
    for number, question in enumerate(QUESTIONS, 1):
        came, wanted = _shape(number, answers), tuple(question.answer(x).shape)
        if came != wanted:
            reason = question.causes.get(came, "Which numbers does this tensor hold, and for what?")
            before = f" Right so far: {number - 1} of {len(QUESTIONS)}."
            raise Mistake(f"Question {number}: {came} is not the shape. {reason}{before}")


def _shape(number: int, answers: dict[int, object]) -> Shape:
    answer = unwrapped(answers.get(number))
    if answer is None or answer is ...:
        raise Mistake(f"Question {number} is not answered yet. Right so far: {number - 1}.")
    if isinstance(answer, int):
        raise Mistake(f"Question {number}: {answer} is a number; a shape is a tuple, such as ({answer},).")
    try:
        return tuple(operator.index(size) for size in answer)
    except TypeError:
        raise Mistake(
            f"Question {number}: a tuple of whole numbers is wanted; came {describe(answer)}."
        ) from None
