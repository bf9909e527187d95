"""The digits: MNIST where it can be had, else the built-in stand-in; as rows, and split for validation."""

import operator
import os
from dataclasses import dataclass

import torch
from torch import Tensor

from course_utils.mnist_files import REMEDY, DigitsError, load_mnist
from course_utils.root import data_root
from course_utils.stand_in import load_stand_in

SOURCES = ("auto", "mnist", "stand-in")


@dataclass(frozen=True, eq=False)
class Digits:
    """Handwritten digits, white on black.

    Attributes:
        train_images: (60000, 28, 28) uint8.
        train_labels: (60000,) int64.
        test_images: (10000, 28, 28) uint8.
        test_labels: (10000,) int64.
        source: "MNIST" or "stand-in".
        notice: a sentence to show: which digits these are and, for the stand-in, why, and how to get MNIST.
    """

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    source: str
    notice: str


def load_digits(source: str = "auto", root: str | os.PathLike | None = None) -> Digits:
    """Load the digits and say which they are; nothing is printed.

    Args:
        source: "mnist", "stand-in", or "auto": what ``RNN_COURSE_DIGITS`` says, else MNIST if it is in the
            data folder or can be downloaded (never with ``RNN_COURSE_OFFLINE=1``), else the stand-in.
        root: the data folder; by default ``RNN_COURSE_DATA``, else ``data/`` of the course.

    Raises:
        ValueError: ``source`` is none of these.
        DigitsError: MNIST was asked for and cannot be had.

    Source: LeCun, Cortes and Burges for MNIST; Alpaydin and Kaynak (1998) for the stand-in, see
    `course_utils.stand_in`. Lesson 03.
    """
    source, folder = _chosen(source), data_root(root)
    reason, remedy = "it was asked for", 'for MNIST, ask for "mnist" instead'
    if source != "stand-in":
        try:
            tensors, damaged = load_mnist(folder)
        except DigitsError as error:
            if source == "mnist":
                raise
            reason, remedy = error.reason, REMEDY
        else:
            return Digits(*tensors, source="MNIST", notice=_mnist_notice(damaged))
    notice = f"stand-in digits, not MNIST, because {reason}; {remedy}."
    return Digits(*load_stand_in(folder), source="stand-in", notice=notice)


def _chosen(source: str) -> str:
    name, value = "source", source
    if source == "auto" and os.environ.get("RNN_COURSE_DIGITS"):
        name, value = "RNN_COURSE_DIGITS", os.environ["RNN_COURSE_DIGITS"]
    if value not in SOURCES:
        raise ValueError(f"{name} is {value!r}; wanted is one of {', '.join(SOURCES)}")
    return value


def _mnist_notice(damaged: list[os.PathLike]) -> str:
    notice = "MNIST: 60,000 training images and 10,000 test images of 28 x 28 pixels"
    if damaged:
        notice += f"; damaged and not used: {', '.join(map(str, damaged))}"
    return notice + "."


def as_rows(images: Tensor, device: torch.device | str | None = None) -> Tensor:
    """Turn images into sequences of pixel rows, one row a time step, black 0 and white 1.

    Args:
        images: as in `Digits`.
        device: where the rows shall lie; by default where the images lie.

    Shape:
        images (N, L, H_in) uint8 -> rows (N, L, H_in) float32 in [0, 1].

    Raises:
        TypeError: ``images`` is no tensor of uint8.
        ValueError: ``images`` has not three dimensions.

    Source: the scaling of torchvision.transforms.ToTensor. Lesson 03.
    """
    found = images.dtype if isinstance(images, Tensor) else type(images).__name__
    if found != torch.uint8:
        raise TypeError(f"images is of {found}; wanted is a tensor of torch.uint8")
    if images.dim() != 3:
        raise ValueError(f"images has the shape {tuple(images.shape)}; wanted is (images, rows, columns)")
    return images.to(device=device, dtype=torch.float32).div_(255)


def split(count: int, validation: int, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Split the indices 0..count-1 at random into those to train on and those to validate on.

    Args:
        count: number of examples.
        validation: how many of them to hold out.
        seed: fixes the choice; torch's global generator is not touched.

    Shape:
        -> (count - validation,) int64, (validation,) int64: disjoint, and together all indices.

    Raises:
        TypeError: a number is not whole.
        ValueError: ``validation`` leaves nothing to train on, or nothing to validate on.

    Source: torch.randperm. Lesson 03.
    """
    count, validation = _whole("count", count), _whole("validation", validation)
    if not 0 < validation < count:
        raise ValueError(f"validation is {validation} of {count}; wanted is at least 1 and less than count")
    order = torch.randperm(count, generator=torch.Generator().manual_seed(_whole("seed", seed)))
    return order[validation:], order[:validation]


def _whole(name: str, value: int) -> int:
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; wanted is a whole number") from None
