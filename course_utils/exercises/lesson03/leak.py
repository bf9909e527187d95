"""The exercise 03-find-the-leak: a split made the wrong way, and the check of the function that finds out."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_no_misconception,
    seen_with,
    unwrapped,
)

HEIGHT, WIDTH = 6, 5
EVERY_PAIR = (
    "The two sets differ in size: compare every validation image with all training images, "
    "not with the one at the same place."
)
ONE_TRUTH = "Comparing two images gives a truth value a pixel: torch.equal, or .all(), makes one of them."
EXPLANATIONS = {
    "must match the size of tensor": EVERY_PAIR,
    "could not be broadcast": EVERY_PAIR,
    "Boolean value of Tensor": ONE_TRUTH,
    "truth value of an array": ONE_TRUTH,
    "unhashable": "A set needs something hashable: image.numpy().tobytes() is.",
    "non-empty": "When nothing leaks, the answer is an empty list.",
}


def leaky_split(images: Tensor, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Split images into training and validation images the wrong way: both are drawn with replacement.

    One validation image comes for every four training images. About half of the validation images
    (1 - exp(-4/5), 55 %) are training images as well.

    Args:
        images: the images to split, of any type.
        seed: fixes the split.

    Shape:
        images (M, H, W), M at least 5 -> (M - M // 5, H, W), (M // 5, H, W).

    Raises:
        ValueError: images is not three-dimensional or holds fewer than 5. Lesson 03.
    """
    if images.ndim != 3 or len(images) < 5:
        raise ValueError(f"images has shape {tuple(images.shape)}; wanted is (M, H, W) with M at least 5")
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randint(len(images), (len(images),), generator=generator).to(images.device)
    validation = len(images) // 5
    return images[drawn[validation:]], images[drawn[:validation]]


@exercise("03-find-the-leak", takes=("train_images", "validation_images"), explanations=EXPLANATIONS)
def check_find_the_leak(attempt: Attempt) -> None:
    """Compare with looking at every pair: look-alikes and duplicates, no leak, one image each, all leaked."""
    train, validation = _look_alikes()
    cases = (
        ("look-alikes and duplicates among the images", train, validation),
        ("a split in which nothing leaks", train, validation[[0, 2, 6]]),
        ("one image on each side, the same", train[:1], train[:1].clone()),
        ("more validation than training images, all leaked", train[:2], train[[0, 1, 1, 0, 0]]),
    )
    for situation, train_images, validation_images in cases:
        with seen_with(situation):
            came = _indices(attempt(train_images, validation_images))
            wanted = _places(_equal_pixels(train_images, validation_images).all(-1).any(0))
            expect_no_misconception(came, wanted, _misconceptions(train_images, validation_images))
            _expect_indices(came, wanted, len(validation_images))


def _look_alikes() -> tuple[Tensor, Tensor]:
    """Make 13 training and 12 validation images: 1, 4, 5 and 8 of these are leaked, others only look it."""
    generator = torch.Generator().manual_seed(11)
    drawn = torch.randint(40, 200, (14, HEIGHT, WIDTH), dtype=torch.uint8, generator=generator)
    train, fresh = drawn[:13], drawn[13]
    train[11] = train[4]
    same_pixels = train[2].flatten().roll(1).view(HEIGHT, WIDTH)
    same_row_sums, same_column_sums = train[7].roll(1, dims=1), train[12].roll(1, dims=0)
    wrapped, same_sum = train[9].clone(), train[10].clone()
    wrapped[3, 2] += 16  # the square of this difference is 256, which is 0 in uint8
    same_sum[0, 0] += 7
    same_sum[3, 4] -= 7
    nearly = train[3].clone()
    nearly[5, 0] += 1
    first_nine = [fresh, train[4], same_pixels, same_row_sums, train[0], train[4], fresh, wrapped, train[8]]
    return train, torch.stack([*first_nine, same_column_sums, same_sum, nearly])


def _indices(value: object) -> list[int]:
    """Return the indices as a list of int, or say what came instead."""
    if isinstance(value, Tensor | np.ndarray) and value.ndim > 1:
        raise Mistake(f"One dimension is wanted; came {describe(value)}. nonzero() gives such: flatten it.")
    if isinstance(value, set):
        raise Mistake("A set came, which has no order: sorted(...) makes a list of it.")
    value = unwrapped(value)
    if isinstance(value, int):
        raise Mistake(f"This is one number, {value}: wanted are the indices of the leaked images.")
    if not isinstance(value, list | tuple | Tensor | np.ndarray):
        raise Mistake(f"A list of indices is wanted; came {describe(value)}.")
    entries = [unwrapped(entry) for entry in value]
    if entries and all(isinstance(entry, bool) for entry in entries):
        raise Mistake(
            f"This is a mask of {len(entries)} truth values: wanted are the places where it is True."
        )
    if any(isinstance(entry, list | tuple) for entry in entries):
        raise Mistake("Pairs came: wanted is only the place among the validation images, each once.")
    for entry in entries:
        if not isinstance(entry, int):
            raise Mistake(f"Every index must be a whole number; came {describe(entry)}.")
    return entries


def _expect_indices(came: list[int], wanted: list[int], count: int) -> None:
    for index in came:
        if not 0 <= index < count:
            raise Mistake(f"{index} is no place among {count} validation images, 0 to {count - 1}.")
    for index in sorted({*came, *wanted}):
        if index not in came:
            raise Mistake(f"Validation image {index} is a training image as well, but is not in your list.")
        if index not in wanted:
            raise Mistake(f"Validation image {index} is in your list, but is no training image.")
        if came.count(index) > 1:
            raise Mistake(f"Validation image {index} is listed more than once: list each place once.")
    if came != wanted:
        raise Mistake(f"The indices are right, but not sorted: came {came}, wanted is {wanted}.")


def _equal_pixels(train: Tensor, validation: Tensor) -> Tensor:
    """Compare every pair of images: (N_train, N_validation, H*W) truth values."""
    return train.flatten(1)[:, None] == validation.flatten(1)[None, :]


def _places(mask: Tensor) -> list[int]:
    return mask.nonzero().flatten().tolist()


def _misconceptions(train: Tensor, validation: Tensor) -> Misconceptions:
    return (
        _wrong_places(train, validation)
        | _wrong_duplicates(train, validation)
        | _wrong_features(train, validation)
        | _wrong_comparison(train, validation)
    )


def _wrong_comparison(train: Tensor, validation: Tensor) -> Misconceptions:
    """Places found by a comparison that is not pixel for pixel, or not with every image."""
    pairs = _equal_pixels(train, validation)
    wrapped = ((train[:, None] - validation[None]) ** 2).sum((2, 3)) == 0
    apart = (train[:, None].int() - validation[None].int()).abs()

    return {
        "One equal pixel is enough for you: all must be equal.": [_places(pairs.any(-1).any(0))],
        "Arithmetic on uint8 wraps: 16 squared is 256, which is 0 there. Compare with == instead.": [
            _places(wrapped.any(0))
        ],
        "Nearly the same is not the same: one grey level more makes another image.": [
            _places((apart <= 1).all((2, 3)).any(0))
        ],
        "You compare only images at the same place: look for each among all training images.": [
            _places(pairs.all(-1).diagonal())
        ],
        "You found no leak, but there is one. (A set or a dict compares tensors by identity, not by their "
        "pixels: put image.numpy().tobytes() in.)": [[]],
    }


def _wrong_features(train: Tensor, validation: Tensor) -> Misconceptions:
    """Places at which something made of the pixels is equal."""

    def equal_in(feature: Callable[[Tensor], Tensor]) -> list[int]:
        return _places(_equal_pixels(feature(train.long()), feature(validation.long())).all(-1).any(0))

    return {
        "You compare sums or means: different images can share them. Compare pixel for pixel.": [
            equal_in(lambda images: images.sum((1, 2))[:, None])
        ],
        "You compare sums of rows or columns: different images can share them. Compare pixel for pixel.": [
            equal_in(lambda images: images.sum(2)),
            equal_in(lambda images: images.sum(1)),
        ],
        "You compare which pixel values occur, not where: compare pixel for pixel, in place.": [
            equal_in(lambda images: images.flatten(1).sort(1).values)
        ],
    }


def _wrong_places(train: Tensor, validation: Tensor) -> Misconceptions:
    """The right images, or nearly, but other numbers than their places among the validation images."""
    same = _equal_pixels(train, validation).all(-1)
    right, per_pair = _places(same.any(0)), same.nonzero()[:, 1].tolist()
    firsts = [_places(same[:, place])[0] for place in right]
    return {
        "These are places among the training images: wanted are those among the validation images.": [
            firsts,
            sorted(firsts),
            sorted({*firsts}),
            _places(same.any(1)),
        ],
        "This is a mask of zeros and ones: wanted are the places where it is 1.": [same.any(0).int()],
        "An image that stands in the training set twice is listed twice: list each place once.": [
            per_pair,
            sorted(per_pair),
        ],
        "These are the images that do not leak: wanted are the others.": [_places(~same.any(0))],
        "The indices are one too large: the first image is number 0.": [[place + 1 for place in right]],
        "You count on from the training images: count the validation images from 0.": [
            [place + len(train) for place in right]
        ],
    }


def _wrong_duplicates(train: Tensor, validation: Tensor) -> Misconceptions:
    """Images that stand in the validation set twice, taken for one image or for the leak."""
    twins = _equal_pixels(validation, validation).all(-1)
    earlier, later = twins.triu(1).any(0), twins.tril(-1).any(0)
    leaked = _equal_pixels(train, validation).all(-1).any(0)
    return {
        "The same image stands in the validation set twice: each of its places belongs in the list.": [
            _places(leaked & ~earlier),
            _places(leaked & ~later),
        ],
        "These images repeat within the validation set: wanted are those that stand in the training set.": [
            _places(earlier | later),
            _places(earlier),
            _places(later),
        ],
    }
