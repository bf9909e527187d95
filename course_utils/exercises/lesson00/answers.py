"""Check of 00-answer-per-row: which class is believed most after each row."""

import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, Mistake, expect_answer, seen_with

AXES = "(N, L)"
WHOLE = (torch.int8, torch.int16, torch.int32, torch.uint8)
REMEDY = "A class is a whole number, as argmax gives it."
TWO_TENSORS = "This is two tensors, values and indices: wanted are the indices, and argmax gives them alone."
LEFT_AXIS = "An axis of size 1 is left: wanted is one number for each row, without keepdim=True."


@exercise("00-answer-per-row", takes=("beliefs",))
def check_answer_per_row(attempt: Attempt) -> None:
    """Compare with a search through the classes: a batch, one image, one row."""
    for shape in ((2, 5, 4), (1, 5, 4), (2, 1, 4)):
        beliefs = _beliefs(shape)
        with seen_with(f"beliefs of shape {shape}"):
            value = _whole(attempt(beliefs))
            expect_answer(value, _answers(beliefs), AXES, _wrong(beliefs), _shapes(shape), REMEDY)


def _whole(value: object) -> object:
    """Return whole numbers of any size as int64, and all else as it is."""
    if isinstance(value, torch.return_types.max | torch.return_types.sort | torch.return_types.topk):
        raise Mistake(TWO_TENSORS)
    return value.long() if isinstance(value, Tensor) and value.dtype in WHOLE else value


def _beliefs(shape: tuple[int, int, int]) -> Tensor:
    """Draw beliefs in which the answer changes from row to row and sometimes has less than one half."""
    logits = torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(6))
    return logits.softmax(dim=-1)


def _answers(beliefs: Tensor) -> Tensor:
    found = [[max(range(len(row)), key=row.__getitem__) for row in image] for image in beliefs.tolist()]
    return torch.tensor(found)


def _wrong(beliefs: Tensor) -> Misconceptions:
    right = _answers(beliefs)
    return {
        "These are the beliefs themselves: wanted is the class, so argmax instead of max.": [
            beliefs.amax(dim=-1)
        ],
        "This is the class believed least: argmax instead of argmin.": [beliefs.argmin(dim=-1)],
        "Classes count from 0: the first of them is 0, not 1.": [right + 1],
        "You searched over the rows (dim=1): the classes are on the last axis.": [beliefs.argmax(dim=1)],
        "You searched over the images (dim=0): the classes are on the last axis.": [beliefs.argmax(dim=0)],
        "This is the answer after the last row only: wanted is one after every row.": [
            right[:, -1],
            right[:, -1:].expand_as(right),
        ],
        "A belief of one half is no condition: the largest belief counts, however small it is.": [
            (beliefs > 0.5).long().argmax(dim=-1)
        ],
        "You searched over all numbers together: wanted is one answer for each row of each image.": [
            beliefs.argmax()
        ],
    }


def _shapes(shape: tuple[int, int, int]) -> dict[tuple[int, ...], str]:
    n, rows, classes = shape
    return {
        (n, rows, 1): LEFT_AXIS,
        (n, classes): "You searched over the rows (dim=1): the classes are on the last axis.",
        (rows, classes): "You searched over the images (dim=0): the classes are on the last axis.",
        (n,): "This is one answer an image: wanted is one after every row.",
        shape: "There is still one number a class: argmax over the last axis leaves the class.",
    }
