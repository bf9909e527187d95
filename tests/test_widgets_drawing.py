import numpy as np
import pytest

from course_utils.widgets.belief import belief_view, sentence
from course_utils.widgets.centring import centred
from course_utils.widgets.drawing import drawing_view
from course_utils.widgets.sheet import EMPTY

STROKE = np.zeros((28, 28), dtype=np.uint8)
STROKE[2:12, 3:6] = 255


def predict(image):
    """Believe more in a digit the more ink its columns hold so far."""
    logits = image[:, 4:24].reshape(28, 10, 2).sum(axis=2).cumsum(axis=0) / 255
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


@pytest.mark.parametrize("row", range(29))
@pytest.mark.parametrize("centre", [True, False])
def test_the_view_shows_what_is_read_and_what_is_believed(row, centre):
    read = centred(STROKE) if centre else STROKE
    view = drawing_view(predict, STROKE.tobytes(), centre, row)
    assert view.picture == belief_view(read, predict(read), row)
    assert view.sentence == sentence(predict(read), row)


@pytest.mark.parametrize("row", [0, 28])
def test_an_empty_sheet_is_read_too_and_said_to_be_empty(row):
    view = drawing_view(predict, EMPTY, True, row)
    assert view.sentence.startswith("The sheet is empty. ")
    assert view.picture == belief_view(np.zeros((28, 28), np.uint8), predict(STROKE * 0), row)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((predict, EMPTY, True, 29), "row is 29"),
        ((lambda image: predict(image)[-1], EMPTY, True, 3), r"predict\(image\) has shape \(10,\)"),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        drawing_view(*arguments)
