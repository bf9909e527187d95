from xml.etree import ElementTree

import numpy as np
import pytest

from course_utils.widgets import confusion_view as module
from course_utils.widgets.confusion_view import confusion_matrix, confusion_surprises, confusion_view
from course_utils.widgets.explorer import View
from course_utils.widgets.svg import ANSWER

NAMESPACE = "{http://www.w3.org/2000/svg}"
RNG = np.random.default_rng(0)
COUNT = 400
IMAGES = RNG.integers(0, 256, (COUNT, 28, 28)).astype(np.uint8)
LABELS = RNG.integers(0, 10, COUNT)
PREDICTIONS = np.where(RNG.random(COUNT) < 0.8, LABELS, RNG.integers(0, 10, COUNT))
PREDICTIONS[PREDICTIONS == 6] = 5  # a column without answers


def view(truth, answer):
    return confusion_view(IMAGES, LABELS, PREDICTIONS, truth, answer)


def found(truth, answer):
    return [i for i in range(COUNT) if (LABELS[i], PREDICTIONS[i]) == (truth, answer)]


def texts(root):
    return [text.text for text in root.iter(f"{NAMESPACE}text")]


def captions(root):
    return [int(text.text) for text in root.iter(f"{NAMESPACE}text") if float(text.get("y")) > 30 and (
        float(text.get("x")) > module.SHEET_LEFT
    )]  # fmt: skip


@pytest.mark.parametrize("truth", range(10))
@pytest.mark.parametrize("answer", range(10))
def test_every_cell_shows_its_images(truth, answer):
    shown = view(truth, answer)
    assert isinstance(shown, View)
    root = ElementTree.fromstring(shown.picture)
    assert root.get("aria-label") == shown.sentence
    wanted = found(truth, answer)
    assert captions(root) == wanted[: module.SHOWN]
    assert len(list(root.iter(f"{NAMESPACE}g"))) == len(wanted[: module.SHOWN])
    (frame,) = [e for e in root.iter(f"{NAMESPACE}rect") if e.get("stroke") == ANSWER]
    assert float(frame.get("x")) == module.LEFT + answer * module.CELL
    assert float(frame.get("y")) == module.TOP + truth * module.CELL


def test_the_matrix_holds_every_count_with_the_truth_down_the_side():
    matrix = confusion_matrix(LABELS, PREDICTIONS)
    for truth in range(10):
        for answer in range(10):
            assert matrix[truth, answer] == len(found(truth, answer))
    cells = texts(ElementTree.fromstring(view(4, 9).picture))[2:102]
    assert cells == [str(count) if count else "·" for count in matrix.flatten()]


def test_the_sentence_compares_both_directions():
    labels, predictions = np.repeat([[5, 5, 3], [3, 5, 5]], [1_100, 30, 7], axis=1)
    images = np.zeros((len(labels), 28, 28), dtype=np.uint8)
    sentence = confusion_view(images, labels, predictions, 5, 3).sentence
    assert sentence == "Of 1,130 images of 5, 1,100 are read as 3. The other way round, 3 read as 5: 7 of 7."


def test_the_right_answers_have_no_other_direction():
    assert view(7, 7).sentence == f"Of {(LABELS == 7).sum()} images of 7, {len(found(7, 7))} are read as 7."


def test_one_image_is_one():
    sentence = confusion_view(IMAGES[:2], np.array([1, 2]), np.array([1, 1]), 2, 1).sentence
    assert sentence == "Of 1 images of 2, 1 is read as 1. The other way round, 1 read as 2: 0 of 1."


def test_an_empty_cell_says_so():
    shown = view(2, 6)
    assert "0 are read as 6" in shown.sentence
    assert "no such image" in texts(ElementTree.fromstring(shown.picture))


@pytest.mark.parametrize(
    ("count", "heading"),
    [
        (1, "1 image"),
        (12, "12 images"),
        (13, "13 images"),
        (28, "28 images"),
        (29, "the first 28 of 29 images"),
    ],
)
def test_few_images_are_large_and_all_stay_on_the_picture(count, heading):
    digits = np.full(count, 3)
    root = ElementTree.fromstring(confusion_view(IMAGES[:count], digits, digits, 3, 3).picture)
    assert heading in texts(root)
    frames = [r for r in root.iter(f"{NAMESPACE}rect") if float(r.get("x", 0)) >= module.SHEET_LEFT]
    size = float(frames[0].get("width"))
    assert size > 80 if count <= 12 else 50 < size < 60
    assert all(float(frame.get("x")) + size <= module.WIDTH + 4 for frame in frames)
    assert all(float(frame.get("y")) + size + 12 <= module.HEIGHT for frame in frames)


def test_the_surprises_are_the_most_frequent_mistake_and_the_most_lopsided_pair():
    matrix = np.diag(np.full(10, 90))
    matrix[4, 9], matrix[9, 4], matrix[7, 2], matrix[2, 7] = 12, 10, 9, 1
    (often, why), (lopsided, _) = confusion_surprises(matrix)
    assert often == {"truth": 4, "answer": 9}
    assert why.startswith("Of 32 mistakes, ")
    assert lopsided == {"truth": 7, "answer": 2}


def test_a_pair_that_was_shown_is_shown_from_the_other_side():
    matrix = np.diag(np.full(10, 90))
    matrix[4, 9] = 12
    often, (other_side, why) = confusion_surprises(matrix)
    assert often[0] == {"truth": 4, "answer": 9}
    assert other_side == {"truth": 9, "answer": 4}
    assert "the other way round" in why


def test_without_mistakes_there_is_no_surprise():
    assert confusion_surprises(np.diag(np.arange(10))) == []


def test_mistakes_in_balance_are_not_lopsided():
    matrix = np.eye(10, dtype=int)
    matrix[1, 7] = matrix[7, 1] = 2
    assert [cell for cell, _ in confusion_surprises(matrix)] == [{"truth": 1, "answer": 7}]


@pytest.mark.parametrize(("truth", "answer"), [(10, 0), (0, -1), (None, 1), (1, 2.5)])
def test_what_is_no_digit_is_refused(truth, answer):
    with pytest.raises(ValueError, match=r"^(truth|answer) is .*; wanted is a whole number from 0 to 9"):
        view(truth, answer)
