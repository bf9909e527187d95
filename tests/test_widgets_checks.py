import numpy as np
import pytest
import torch

from course_utils.widgets.checks import checked_images, checked_probabilities, checked_shape, checked_whole


def test_fitting_images_pass_unchanged():
    images = np.arange(6, dtype=np.uint8).reshape(1, 2, 3)
    assert checked_images("images", images, (1, 2, 3)) is images


def test_a_tensor_with_a_graph_becomes_an_array():
    logits = torch.zeros(2, 4, requires_grad=True)
    probabilities = checked_probabilities("beliefs", logits.softmax(dim=1), (2, 4))
    assert isinstance(probabilities, np.ndarray)
    assert (probabilities == 0.25).all()


@pytest.mark.parametrize("shape", [(3,), (3, 5), (2, 4), (0, 4), (3, 4, 1), ()])
def test_another_shape_is_named(shape):
    with pytest.raises(ValueError, match=r"^images has shape .*; wanted is \(3, 4\)$"):
        checked_shape("images", np.zeros(shape), (3, 4))


@pytest.mark.parametrize("count", [1, 7])
def test_n_stands_for_any_size(count):
    assert checked_shape("images", np.zeros((count, 4)), ("N", 4)).shape == (count, 4)


def test_n_is_not_zero():
    with pytest.raises(ValueError, match=r"^images has shape \(0, 4\); wanted is \(N, 4\)$"):
        checked_shape("images", np.zeros((0, 4)), ("N", 4))


@pytest.mark.parametrize("dtype", [float, np.float32, int, bool])
def test_pixels_of_another_type_are_refused(dtype):
    with pytest.raises(ValueError, match="^image has dtype .*; wanted is uint8"):
        checked_images("image", np.zeros((2, 2), dtype=dtype), (2, 2))


@pytest.mark.parametrize(
    "row", [[0.5, 0.4], [0.6, 0.5], [1.5, -0.5], [np.nan, 1], [np.inf, 0], [-3.0, 2.0], [0, 0]]
)
def test_what_is_no_probability_is_refused(row):
    with pytest.raises(ValueError, match="^beliefs holds a row .*; wanted are probabilities"):
        checked_probabilities("beliefs", np.array([[0.5, 0.5], row]), (2, 2))


def test_the_message_names_the_worst_sum():
    beliefs = np.array([[0.5, 0.501], [0.5, 0.25]])
    with pytest.raises(ValueError, match=r"lowest value 0.25 and sum 0.75"):
        checked_probabilities("beliefs", beliefs, (2, 2))


def test_counts_are_no_probabilities():
    with pytest.raises(ValueError, match="^beliefs has dtype int64; wanted are probabilities"):
        checked_probabilities("beliefs", np.array([[1, 0]]), (1, 2))


def test_rounding_of_single_precision_is_allowed():
    beliefs = np.array([[0.3333, 0.3333, 0.3333]], dtype=np.float32)
    assert checked_probabilities("beliefs", beliefs, (1, 3)) is beliefs


@pytest.mark.parametrize("value", [0, 5, np.int64(3), np.uint8(3), torch.tensor(3)])
def test_whole_numbers_pass(value):
    number = checked_whole("row", value, 5)
    assert type(number) is int
    assert number == value


@pytest.mark.parametrize("value", [-1, 6, 2.0, "2", None, np.float32(2), [2]])
def test_other_numbers_are_refused(value):
    with pytest.raises(ValueError, match="^row is .*; wanted is a whole number from 0 to 5$"):
        checked_whole("row", value, 5)
