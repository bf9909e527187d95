import functools

import numpy as np
import pytest
import torch

from course_utils.exercises.lesson03 import rows

ID = "03-rows-as-sequence"


def by_loop(images):
    result = torch.empty(images.shape)
    for n, image in enumerate(images):
        for t, row in enumerate(image):
            result[n, t] = row.float() / 255
    return result


def by_numpy(images):
    return torch.from_numpy(images.numpy().astype(np.float32) / 255)


def with_more_arguments(images, largest=255, *, dtype=torch.float32):
    return images.to(dtype).div_(largest)


class Rows:
    def __call__(self, images):
        return torch.stack([image.float() * (1 / 255) for image in images])


RIGHT = (
    lambda images: images / 255,
    lambda images: (images.double() / 255).float(),
    lambda images: images.float().mul(1 / 255).reshape(len(images), -1, images.shape[2]),
    functools.partial(torch.multiply, other=1 / 255),
    by_loop,
    by_numpy,
    with_more_arguments,
    Rows(),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def divide_in_place(images):
    images //= 255
    return images.float()


def divide_true_in_place(images):
    images /= 255
    return images


def fill_in_place(images):
    result = images / 255
    images.zero_()
    return result


def per_image(images):
    return images / images.amax(dim=(1, 2), keepdim=True)


def squeezed(images):
    return (images / 255).squeeze()


def standardised(images):
    x = images / 255
    return (x - x.mean()) / x.std()


WRONG = (
    (lambda images: (images / 255).transpose(1, 2), "time steps are the pixel columns"),
    (lambda images: images.float().mT, "pixel columns"),
    (lambda images: images.float(), "still run from 0 to 255"),
    (lambda images: images, "still run from 0 to 255"),
    (lambda images: images // 255, "integer division"),
    (lambda images: (images // 255).float(), "integer division"),
    (lambda images: (images / 255).to(torch.uint8), "integer division"),
    (lambda images: images / 255.0 / 255, "divide by 255 twice"),
    (lambda images: (images / 255).flatten(1), "flattened"),
    (lambda images: (images / 255).reshape(len(images), -1, 1), "One pixel a step"),
    (lambda images: (images / 255).reshape(-1, images.shape[2]), "merged into one dimension"),
    (lambda images: (images / 255).reshape(len(images), images.shape[2], -1), "scrambled"),
    (lambda images: (images / 255).mT.reshape(images.shape), "scrambled"),
    (lambda images: (images / 255).reshape(images.shape[1], -1, images.shape[2]), "a reshape scrambled"),
    (lambda images: (images / 255).transpose(0, 1), "Time stands first"),
    (lambda images: (images / 255).unsqueeze(1), "extra dimension"),
    (lambda images: (images / 255)[..., None], "extra dimension"),
    (per_image, "its own maximum"),
    (lambda images: images / images.max(), "largest pixel of these images"),
    (lambda images: images / 256, "divide by 256"),
    (lambda images: 1 - images / 255, "swapped (1 - x)"),
    (lambda images: images / 127.5 - 1, "from -1 to 1"),
    (standardised, "standardised"),
    (lambda images: (images / 255 - 0.1307) / 0.3081, "standardised"),
    (lambda images: (images > 0).float(), "only where there is ink"),
    (lambda images: (images / 255).flip(1), "reverse order"),
    (divide_in_place, "changes `images` in place"),
    (fill_in_place, "changes `images` in place"),
    (divide_true_in_place, "In-place division cannot turn uint8 into float"),
    (lambda images: (images / 255).view(-1, 28, 28), "Take the sizes from images.shape"),
    (lambda images: images.mean() + images, "convert to float32 first"),
    (lambda images: images.double() / 255, "of type float64; wanted is float32. Convert"),
    (lambda images: (images / 255).half().float(), "At index [0, 0, "),
    (squeezed, "A squeeze took a dimension away"),
    (lambda images: (images / 255).numpy(), "came a numpy array of shape (3, 20, 28)"),
    (lambda images: [image / 255 for image in images], "came a list of length 3"),
    (lambda images: print(end=""), "came nothing (None)"),
    (lambda images: images.float, "a function that was not called"),
    (lambda images: torch.zeros(2), "wanted is (N, L, H_in) = (3, 20, 28)."),
    (lambda: None, "It is called with (images), but your function takes ()"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_a_mistake_on_square_images_only_is_seen_with_them(refuses):
    def square_turned(images):
        return (images / 255).mT if images.shape[1] == images.shape[2] else images / 255

    refuses(ID, square_turned, "pixel columns")
    refuses(ID, square_turned, "Seen with images of shape (3, 28, 28).")


def test_misconceptions_are_told_apart(told_apart):
    images = rows._images((3, 20, 28))
    wrong = rows._wrong_scale(images) | rows._wrong_order(images)
    told_apart(rows._specified(images), wrong)
