import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_utils.widgets.centring import centred

DIGIT = np.zeros((28, 28), dtype=np.uint8)
DIGIT[4:24, 12:15] = 200  # a one of 20 rows, with its centre of mass at (13.5, 13)
DIGIT[4, 11] = 90


def mass(image):
    """Return the centre of mass, row and column counted from 0."""
    return (np.indices(image.shape) * image).sum(axis=(1, 2)) / image.sum(dtype=float)


def box(image):
    """Return height and width of the ink."""
    return tuple(int(np.ptp(np.flatnonzero(image.any(axis=1 - axis)))) + 1 for axis in (0, 1))


@settings(max_examples=50, deadline=None)
@given(arrays(np.uint8, (28, 28), elements=st.sampled_from([0] * 20 + [40, 255])))
def test_ink_fits_the_box_and_lies_in_the_middle(image):
    result = centred(image)
    assert result.dtype == np.uint8
    assert result.shape == (28, 28)
    if image.any():
        assert max(box(result)) <= 20
        for place, side in zip(mass(result), box(result), strict=True):
            assert abs(place - 14) <= max(0.51, side / 2 - 4)  # half a pixel, or the edge of the sheet


def test_what_is_centred_already_stays_pixel_for_pixel():
    once = centred(DIGIT)
    assert box(once) == (20, 4)
    np.testing.assert_array_equal(centred(once), once)


@pytest.mark.parametrize("shift", [(0, 7), (4, 0), (-4, -9), (3, 5)])
def test_the_place_of_the_drawing_does_not_matter(shift):
    np.testing.assert_array_equal(centred(np.roll(DIGIT, shift, axis=(0, 1))), centred(DIGIT))


@pytest.mark.parametrize(
    ("height", "width"), [(10, 5), (5, 10), (28, 14), (28, 28), (1, 1), (28, 1), (1, 28)]
)
def test_the_longer_side_gets_20_pixels_and_the_proportions_stay(height, width):
    image = np.zeros((28, 28), dtype=np.uint8)
    image[:height, :width] = 255
    result = centred(image)
    longer = max(height, width)
    assert box(result) == (max(1, round(20 * height / longer)), max(1, round(20 * width / longer)))
    np.testing.assert_allclose(mass(result), 14, atol=0.51)


def test_scaling_leaves_grey_edges():
    image = np.tril(np.full((28, 28), 255, dtype=np.uint8))
    result = centred(image)
    assert ((result > 0) & (result < 255)).any()
    assert result.max() == 255


def test_an_empty_sheet_stays_empty_and_is_a_new_one():
    empty = np.zeros((28, 28), dtype=np.uint8)
    result = centred(empty)
    assert not result.any()
    assert result is not empty


def test_the_drawing_itself_is_not_changed():
    image = np.roll(DIGIT, 3, axis=1)
    before = image.copy()
    result = centred(image)
    result[:] = 7
    np.testing.assert_array_equal(image, before)


def test_a_tensor_is_welcome():
    np.testing.assert_array_equal(centred(torch.tensor(DIGIT)), centred(DIGIT))


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (DIGIT[:27], r"image has shape \(27, 28\); wanted is \(28, 28\)"),
        (DIGIT / 255, "image has dtype float64"),
    ],
)
def test_another_picture_is_refused(image, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        centred(image)
