"""The stand-in for MNIST: digits of the same sizes that need no network.

Data card.
    Origin: the 1,797 handwritten digits of 8 x 8 pixels and 17 grey levels that scikit-learn carries
        (``sklearn.datasets.load_digits``), which are the test part of "Optical Recognition of Handwritten
        Digits" in the UCI Machine Learning Repository (Alpaydin and Kaynak 1998, CC BY 4.0), written by 13
        people.
    Split: by source image and balanced over the classes; no source image is behind both a training and a
        test image. Writers are not kept apart: scikit-learn does not say who wrote which digit.
    Making: every image is a source image upsampled by cubic interpolation, sharpened, and drawn once more
        through an affine map of its own (rotation, slant, width, height, shift) with a stroke width of its
        own, its centre of mass at MNIST's place in the frame.
    Contents: 60,000 training images (about 39 of each of 1,540 source images) and 10,000 test images (of
        257 others), 28 x 28, uint8, white on black, in shuffled order.
    Limits: the styles of 13 writers are easier to learn than those of MNIST's roughly 500. Test images that
        share a source image tend to be right or wrong together, so an interval computed as for 10,000
        independent images is too narrow. A result on the stand-in is no result on MNIST.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import affine_grid, avg_pool2d, grid_sample, interpolate, pad

from course_utils.data_folder import place, staging

SIZES = (60_000, 10_000)
RECIPE = 1  # counts up when the making changes, so that an older cache is not taken for a new one
SIDE = 28
TEST_SHARE = 1 / 7

_SCAN, _MARGIN, _ZOOM = 8, 2, 3  # pixels of a source image, blank pixels around it, upsampling
_DIGIT = 19  # height of a digit in its frame, in pixels, before its own map
_DIGEST = hashlib.sha256().digest_size
_CHUNK = 1000  # images drawn at a time: few enough to stay in the processor's cache


def load_stand_in(root: Path, sizes: tuple[int, int] = SIZES) -> list[Tensor]:
    """Return the stand-in from the cache under ``root``; draw it where the cache is missing or damaged.

    Where ``root`` cannot be written, the digits are drawn in memory each time.

    Args:
        root: the data folder.
        sizes: number of training and of test images.

    Returns:
        Training images, training labels, test images, test labels, as in `draw_stand_in`.

    Source: the data card in this module. Lesson 03.
    """
    folder = root / "stand-in"
    path = folder / f"digits-{RECIPE}.bin"
    records = _read_records(path, sum(sizes))
    if records is None:
        with staging(root) as staged:
            records = _read_records(path, sum(sizes))  # another process may have been at work meanwhile
            if records is None:
                records = _to_records(*draw_stand_in(sizes))
                with suppress(OSError):  # a folder that cannot be written, or a full disk
                    _write_records(staged / path.name, records)
                    place([staged / path.name], folder)
    return _from_records(records, sizes[0])


def draw_stand_in(sizes: tuple[int, int] = SIZES, seed: int = 0) -> list[Tensor]:
    """Draw the stand-in from scikit-learn's digits; the same images for the same seed.

    Args:
        sizes: number of training and of test images.
        seed: fixes the maps and the order of the images; the split of the source images is always the same.

    Shape:
        training images (sizes[0], 28, 28) uint8, training labels (sizes[0],) int64, and the same for test.

    Source: the data card in this module. Lesson 03.
    """
    scans, labels = _load_scans()
    strokes = _upsample(scans)
    generator = torch.Generator().manual_seed(seed)
    drawn = []
    for sources, size in zip(split_sources(labels), sizes, strict=True):
        chosen = sources[torch.randperm(size, generator=generator) % len(sources)]
        drawn += [_draw(strokes, chosen, generator), labels[chosen]]
    return drawn


def split_sources(labels: Tensor) -> tuple[Tensor, Tensor]:
    """Split the source images into those for training and those for test, alike in every class.

    Shape:
        labels (N,) -> indices (N - N/7,), indices (N/7,).

    Source: sklearn.model_selection.train_test_split. Lesson 03.
    """
    from sklearn.model_selection import train_test_split

    train, test = train_test_split(range(len(labels)), test_size=TEST_SHARE, stratify=labels, random_state=0)
    return torch.tensor(train), torch.tensor(test)


def _load_scans() -> tuple[Tensor, Tensor]:
    """Return scikit-learn's digits, (1797, 8, 8) in [0, 1], and their labels (1797,) int64."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    return torch.from_numpy(digits.images).float() / 16, torch.from_numpy(digits.target).long()


def _upsample(scans: Tensor) -> Tensor:
    """Upsample and sharpen: (N, 8, 8) -> (N, 1, 36, 36); the blank margin lets strokes end softly."""
    framed = pad(scans[:, None], [_MARGIN] * 4)
    large = interpolate(framed, scale_factor=_ZOOM, mode="bicubic")
    blurred = avg_pool2d(large, 2 * _ZOOM + 1, stride=1, padding=_ZOOM)
    return (large + 0.8 * (large - blurred)).clamp(0, 1.2)


def _draw(strokes: Tensor, chosen: Tensor, generator: torch.Generator) -> Tensor:
    """Draw each chosen source image through a map of its own: (N,) indices -> (N, 28, 28) uint8.

    MNIST has its centre of mass at pixel 14 of 0 to 27, so the first row and column stay out of the drawing.
    """
    images = torch.zeros(len(chosen), SIDE, SIDE, dtype=torch.uint8)
    centres = _centres_of_mass(strokes)
    for some, frame in zip(chosen.split(_CHUNK), images.split(_CHUNK), strict=True):
        grid = affine_grid(
            _random_maps(centres[some], generator), [len(some), 1, SIDE - 1, SIDE - 1], align_corners=False
        )
        ink = grid_sample(strokes[some], grid, align_corners=False)[:, 0]
        edge = 0.66 + _uniform(0.2, len(some), generator)  # a low edge makes a broad stroke
        frame[:, 1:, 1:] = ((ink - edge[:, None, None]) / 0.6 + 0.5).clamp_(0, 1).mul_(255).round_()
    return images


def _random_maps(centres: Tensor, generator: torch.Generator) -> Tensor:
    """Draw a map from the frame to the source image for each centre: (N, 2) -> (N, 2, 3) for affine_grid."""

    def uniform(spread: float) -> Tensor:
        return _uniform(spread, len(centres), generator)

    angle, slant = uniform(0.2), 0.12 + uniform(0.25)
    width, height = (uniform(0.18) - 0.12).exp(), uniform(0.08).exp()
    scale = (SIDE - 1) / _DIGIT * _SCAN / (_SCAN + 2 * _MARGIN)
    cos, sin = scale * angle.cos(), scale * angle.sin()
    x_row = torch.stack([width * cos, width * (slant * cos - sin), centres[:, 0] + uniform(0.05)], dim=1)
    y_row = torch.stack([height * sin, height * (slant * sin + cos), centres[:, 1] + uniform(0.05)], dim=1)
    return torch.stack([x_row, y_row], dim=1)


def _uniform(spread: float, count: int, generator: torch.Generator) -> Tensor:
    """Draw ``count`` numbers between -spread and spread."""
    return spread * (2 * torch.rand(count, generator=generator, dtype=torch.float32) - 1)


def _centres_of_mass(strokes: Tensor) -> Tensor:
    """Return x and y of the ink's centre, in affine_grid's units from -1 to 1: (N, 1, S, S) -> (N, 2)."""
    side = strokes.shape[-1]
    places = (2 * torch.arange(side, dtype=torch.float32) + 1) / side - 1
    ink = strokes[:, 0]
    moments = torch.stack([ink.sum(dim=1) @ places, ink.sum(dim=2) @ places], dim=1)
    return moments / ink.sum(dim=(1, 2))[:, None]


def _to_records(
    train_images: Tensor, train_labels: Tensor, test_images: Tensor, test_labels: Tensor
) -> Tensor:
    """Put each label before the pixels of its image, training images first: (N, 1 + 28 * 28) uint8."""
    images = torch.cat([train_images, test_images]).flatten(1)
    labels = torch.cat([train_labels, test_labels]).to(torch.uint8)
    return torch.cat([labels[:, None], images], dim=1)


def _from_records(records: Tensor, train_size: int) -> list[Tensor]:
    images = records[:, 1:].reshape(-1, SIDE, SIDE)
    labels = records[:, 0].long()
    return [images[:train_size], labels[:train_size], images[train_size:], labels[train_size:]]


def _write_records(path: Path, records: Tensor) -> None:
    """Write the records and, behind them, their SHA-256: it tells a whole file from any other."""
    content = records.numpy().tobytes()
    path.write_bytes(content + hashlib.sha256(content).digest())


def _read_records(path: Path, count: int) -> Tensor | None:
    """Return ``count`` records, or None where the file is missing, damaged or of another size."""
    try:
        content = bytearray(path.read_bytes())
    except OSError:
        return None
    digest = bytes(content[-_DIGEST:])
    del content[-_DIGEST:]
    if len(content) != count * (1 + SIDE * SIDE) or hashlib.sha256(content).digest() != digest:
        return None
    return torch.frombuffer(content, dtype=torch.uint8).view(count, -1)
