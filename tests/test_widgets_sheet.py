import numpy as np
import pytest

from course_utils.widgets.sheet import EMPTY, checked_drawing, to_bytes, to_image

IMAGE = np.arange(784, dtype=np.uint8).reshape(28, 28)


def test_a_picture_comes_back_from_its_bytes():
    np.testing.assert_array_equal(to_image(to_bytes(IMAGE)), IMAGE)
    assert not to_image(EMPTY).any()


def test_the_array_is_the_callers_own():
    image = to_image(EMPTY)
    image[0, 0] = 9
    assert bytes(784) == EMPTY


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_the_bytes_may_come_in_any_form(kind):
    assert checked_drawing("drawing", kind(IMAGE.tobytes())) == IMAGE.tobytes()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"", "drawing holds 0 bytes; wanted are 784 bytes, one a pixel"),
        ([0] * 784, "drawing is a list; wanted are 784 bytes, one a pixel"),
    ],
)
def test_what_is_no_drawing_is_named(value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        checked_drawing("drawing", value)


def test_what_is_no_picture_is_named():
    with pytest.raises(ValueError, match=r"^image has shape \(5, 5\); wanted is \(28, 28\)$"):
        to_bytes(IMAGE[:5, :5])
