"""Check of 03-rows-as-sequence: an image as a sequence of pixel rows."""

import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, expect_answer, seen_with

AXES = "(N, L, H_in)"
REMEDY = "Convert to float32 and divide by 255."
COLUMNS = (
    "Your time steps are the pixel columns: the last two dimensions are swapped. "
    "An image is stored row by row, (H, W), so it already stands in time order."
)
SCRAMBLED = (
    "The pixels are scrambled: view and reshape cut the same string of numbers anew and never turn an image. "
    "Nothing needs turning here: time step t is images[:, t]."
)
FLAT = "You flattened the image: keep one time step a row, each with W pixels."
CHANNEL = "There is an extra dimension of size 1: a sequence of rows has no channel axis."
TIME_FIRST = "Time stands first: the batch comes first here, as in batch_first=True."
EXPLANATIONS = {
    "can't be cast": (
        "In-place division cannot turn uint8 into float, and it would write into the caller's images: "
        "x / 255 makes a new tensor."
    ),
    "is invalid for input of size": (
        "Take the sizes from images.shape: the check also tries other images than 28 x 28."
    ),
    "could not infer output dtype": "uint8 holds whole numbers only: convert to float32 first.",
}


@exercise("03-rows-as-sequence", takes=("images",), explanations=EXPLANATIONS)
def check_rows_as_sequence(attempt: Attempt) -> None:
    """Compare with the specification on images that are not square, square, alone, and of one row only."""
    for shape in ((3, 20, 28), (3, 28, 28), (1, 28, 28), (2, 1, 5)):
        images = _images(shape)
        with seen_with(f"images of shape {shape}"):
            value = attempt(images)
            misconceptions = _wrong_scale(images) | _wrong_order(images)
            expect_answer(value, _specified(images), AXES, misconceptions, _shapes(shape), REMEDY)


def _images(shape: tuple[int, int, int]) -> Tensor:
    """Draw images whose largest values differ and lie below 255, so that dividing by them shows."""
    images = torch.randint(0, 250, shape, dtype=torch.uint8, generator=torch.Generator().manual_seed(3))
    images[0] //= 2
    return images


def _specified(images: Tensor) -> Tensor:
    pixels = [[[pixel / 255 for pixel in row] for row in image] for image in images.tolist()]
    return torch.tensor(pixels, dtype=torch.float32)


def _wrong_scale(images: Tensor) -> Misconceptions:
    """Every pixel in its place, but not as a number from 0 to 1."""
    right, raw = _specified(images), images.float()
    largest = raw.amax(dim=(1, 2), keepdim=True)
    return {
        "The values still run from 0 to 255: divide by 255.": [raw],
        "This is integer division, which leaves only 0 and 1: use / instead of //.": [images // 255],
        "Each image is divided by its own maximum: always divide by 255.": [raw / largest],
        "You divide by the largest pixel of these images: always divide by 255.": [raw / raw.max()],
        "You divide by 256: the largest pixel is 255, and it must become 1.": [raw / 256],
        "You divide by 255 twice.": [right / 255],
        "Ink and paper are swapped (1 - x): 0 stays 0, and 255 becomes 1.": [1 - right],
        "The values run from -1 to 1: wanted is 0 to 1.": [2 * right - 1],
        "You standardised (mean 0, deviation 1): wanted is just x / 255.": [
            (right - right.mean()) / right.std(),
            (right - 0.1307) / 0.3081,  # the usual constants for MNIST
        ],
        "You kept only where there is ink: the grey values belong to the input.": [
            raw > 0,
            raw > 127,
            right.round(),
        ],
    }


def _wrong_order(images: Tensor) -> Misconceptions:
    """The right numbers in the wrong places."""
    right, raw = _specified(images), images.float()
    n, rows, columns = images.shape
    return {
        COLUMNS: [right.transpose(1, 2)],
        f"{COLUMNS} The values also still run from 0 to 255.": [raw.transpose(1, 2)],
        SCRAMBLED: [
            right.reshape(n, columns, rows),
            right.transpose(1, 2).reshape(n, rows, columns),
            right.reshape(rows, n, columns).transpose(0, 1),
        ],
        f"{TIME_FIRST} And a reshape scrambled the pixels.": [right.reshape(rows, n, columns)],
        "The rows are in reverse order: time step 0 is the top row.": [right.flip(1)],
    }


def _shapes(shape: tuple[int, int, int]) -> dict[tuple[int, ...], str]:
    n, rows, columns = shape
    return {
        (n, columns, rows): COLUMNS,
        (n, rows * columns): FLAT,
        (n, rows * columns, 1): f"{FLAT} (One pixel a step makes {rows * columns} steps.)",
        (n * rows, columns): "Images and rows are merged into one dimension: keep them apart.",
        (n, 1, rows, columns): CHANNEL,
        (n, rows, 1, columns): CHANNEL,
        (n, rows, columns, 1): CHANNEL,
        (rows, n, columns): TIME_FIRST,
    }
