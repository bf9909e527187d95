"""Hidden checks of a tiny assignment: two questions and two parts each."""

import torch

from course_utils.classroom.judge import Answer, Draw, Question
from course_utils.exercises.expectations import expect_answer, expect_close, expect_tensor

ROW_SUMS = Question("row-sums", takes=("x",))
CENTRED_ROWS = Question("centred-rows", takes=("x",))


@ROW_SUMS.part(2, "one number for each row", hint="The last dimension is summed over.")
def _sums(answer: Answer, draw: Draw) -> None:
    for rows, columns in draw.sizes(2, count=2, low=2):
        x = draw.normal(rows, columns)
        expect_answer(answer(x), x @ torch.ones(columns, dtype=x.dtype), "(rows,)", {}, {})


@ROW_SUMS.part(1, "any number of leading dimensions")
def _leading(answer: Answer, draw: Draw) -> None:
    x = draw.normal(2, 3, 4)
    expect_answer(answer(x), torch.einsum("abc->ab", x), "(a, b)", {}, {})


@CENTRED_ROWS.part(2, "every row has the mean 0")
def _means(answer: Answer, draw: Draw) -> None:
    x = draw.normal(3, 5) + 4
    came = expect_tensor(answer(x))
    expect_answer(came, x - (x @ torch.full((5, 1), 0.2, dtype=x.dtype)), "(rows, columns)", {}, {})


@CENTRED_ROWS.part(1, "the argument stays as it is")
def _unchanged(answer: Answer, draw: Draw) -> None:
    x = draw.normal(3, 5) + 4
    answer.expect_unchanged(x)
    expect_close(expect_tensor(answer(x)).sum(-1), torch.zeros(3))


QUESTIONS = (ROW_SUMS, CENTRED_ROWS)
