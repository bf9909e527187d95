import functools
import math

import numpy as np
import pytest
import torch

from course_utils.exercises.lesson03 import leak, leaky_split

ID = "03-find-the-leak"


def by_pairs(train_images, validation_images):
    return [
        j
        for j, image in enumerate(validation_images)
        if any(torch.equal(image, other) for other in train_images)
    ]


def by_bytes(train_images, validation_images, *, show=False):
    known = {image.numpy().tobytes() for image in train_images}
    return [j for j, image in enumerate(validation_images) if image.numpy().tobytes() in known]


def by_broadcasting(train_images, validation_images):
    equal = train_images.flatten(1)[:, None] == validation_images.flatten(1)[None]
    return equal.all(-1).any(0).nonzero().flatten()


def by_numpy(train_images, validation_images):
    train, validation = (
        images.numpy().reshape(len(images), -1) for images in (train_images, validation_images)
    )
    return np.flatnonzero((validation[:, None] == train[None]).all(-1).any(1))


def by_unique(train_images, validation_images):
    both = torch.cat([train_images, validation_images]).flatten(1)
    _, kinds = both.unique(dim=0, return_inverse=True)
    return tuple(torch.isin(kinds[len(train_images) :], kinds[: len(train_images)]).nonzero().flatten())


def by_distance(train_images, validation_images):
    distance = torch.cdist(validation_images.flatten(1).double(), train_images.flatten(1).double())
    return (distance.amin(1) < 1e-6).nonzero().squeeze(1).tolist()


class Leaked:
    def __call__(self, train_images, validation_images):
        return by_bytes(train_images, validation_images)


RIGHT = (
    by_pairs,
    by_bytes,
    by_broadcasting,
    by_numpy,
    by_unique,
    by_distance,
    functools.partial(by_bytes, show=True),
    lambda *arguments: by_pairs(*arguments),
    Leaked(),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def where(equal):
    """Make an answer from a test of two images."""

    def leaked(train_images, validation_images):
        pairs = [any(equal(a, b) for a in train_images) for b in validation_images]
        return [j for j, found in enumerate(pairs) if found]

    return leaked


def same(train_images, validation_images):
    return (train_images[:, None] == validation_images[None]).all(-1).all(-1)


def listed_per_pair(train_images, validation_images):
    return [j for j, b in enumerate(validation_images) for a in train_images if torch.equal(a, b)]


def first_in_train(train_images, validation_images):
    train = [image.numpy().tobytes() for image in train_images]
    return [train.index(b) for b in (i.numpy().tobytes() for i in validation_images) if b in train]


def once(train_images, validation_images):
    places = {}
    for j in by_bytes(train_images, validation_images):
        places.setdefault(validation_images[j].numpy().tobytes(), j)
    return list(places.values())


def overwritten(train_images, validation_images):
    places = {image.numpy().tobytes(): j for j, image in enumerate(validation_images)}
    return sorted(places[a] for a in {i.numpy().tobytes() for i in train_images} if a in places)


def repeats(train_images, validation_images):
    keys = [image.numpy().tobytes() for image in validation_images]
    return [j for j, key in enumerate(keys) if keys.count(key) > 1]


def later_repeats(train_images, validation_images):
    keys = [image.numpy().tobytes() for image in validation_images]
    return [j for j, key in enumerate(keys) if key in keys[:j]]


def in_place(train_images, validation_images):
    right = by_bytes(train_images, validation_images)
    validation_images[0] = 0
    return right


def at_least_one(train_images, validation_images):
    return torch.cat([torch.tensor([j]) for j in by_bytes(train_images, validation_images)])


def never_empty(train_images, validation_images):
    return by_bytes(train_images, validation_images) or [0]


def set_of_tensors(train_images, validation_images):
    known = set(train_images)
    return [j for j, image in enumerate(validation_images) if image in known]


def set_of_lists(train_images, validation_images):
    known = {image.tolist() for image in train_images}
    return [j for j, image in enumerate(validation_images) if image.tolist() in known]


WRONG = (
    (lambda a, b: same(a, b).any(1).nonzero().flatten(), "places among the training images"),
    (first_in_train, "places among the training images"),
    (lambda a, b: sorted(set(first_in_train(a, b))), "places among the training images"),
    (lambda a, b: same(a, b).any(0), "a mask of 12 truth values"),
    (lambda a, b: same(a, b).any(0).tolist(), "a mask of 12 truth values"),
    (lambda a, b: same(a, b).any(0).int(), "a mask of zeros and ones"),
    (where(lambda a, b: a.sum() == b.sum()), "sums or means"),
    (where(lambda a, b: a.float().mean() == b.float().mean()), "sums or means"),
    (where(lambda a, b: torch.equal(a.sum(1), b.sum(1))), "sums of rows or columns"),
    (
        where(lambda a, b: torch.equal(a.flatten().sort()[0], b.flatten().sort()[0])),
        "which pixel values occur",
    ),
    (where(lambda a, b: (a == b).any()), "One equal pixel is enough"),
    (where(lambda a, b: (a.int() - b.int()).abs().max() <= 1), "Nearly the same is not the same"),
    (where(lambda a, b: torch.allclose(a.float(), b.float(), atol=2)), "Nearly the same is not the same"),
    (where(lambda a, b: ((a - b) ** 2).sum() == 0), "Arithmetic on uint8 wraps"),
    (
        lambda a, b: [j for j, (x, y) in enumerate(zip(a, b, strict=False)) if torch.equal(x, y)],
        "at the same place",
    ),
    (lambda a, b: (a == b).flatten(1).all(1).nonzero().flatten(), "The two sets differ in size"),
    (lambda a, b: (a.numpy() == b.numpy()).nonzero(), "The two sets differ in size"),
    (lambda a, b: [j for j, x in enumerate(b) if any(x == y for y in a)], "a truth value a pixel"),
    (
        lambda a, b: [j for j, x in enumerate(b.numpy()) if any(x == y for y in a.numpy())],
        "a truth value a pixel",
    ),
    (once, "The same image stands in the validation set twice"),
    (overwritten, "The same image stands in the validation set twice"),
    (listed_per_pair, "An image that stands in the training set twice"),
    (lambda a, b: same(a, b).nonzero()[:, 1], "An image that stands in the training set twice"),
    (repeats, "repeat within the validation set"),
    (later_repeats, "repeat within the validation set"),
    (lambda a, b: (~same(a, b).any(0)).nonzero().flatten(), "images that do not leak"),
    (lambda a, b: [j + 1 for j in by_bytes(a, b)], "one too large"),
    (lambda a, b: [j + len(a) for j in by_bytes(a, b)], "count on from the training images"),
    (lambda a, b: by_bytes(a, b)[::-1], "not sorted: came [8, 5, 4, 1]"),
    (lambda a, b: set(by_bytes(a, b)), "A set came"),
    (lambda a, b: len(by_bytes(a, b)), "This is one number, 4"),
    (lambda a, b: torch.tensor(len(by_bytes(a, b))), "This is one number, 4"),
    (lambda a, b: len(by_bytes(a, b)) > 0, "This is one number, True"),
    (lambda a, b: same(a, b).any(0).nonzero(), "flatten it"),
    (lambda a, b: same(a, b).nonzero().tolist(), "Pairs came"),
    (lambda a, b: [float(j) for j in by_bytes(a, b)], "must be a whole number; came 1.0"),
    (lambda a, b: "1458", "of type str"),
    (lambda a, b: print(end=""), "came nothing"),
    (
        lambda a, b: [1, 5, 8] if len(b) > 9 else by_bytes(a, b),
        "Validation image 4 is a training image as well",
    ),
    (lambda a, b: [0, *by_bytes(a, b)], "Validation image 0 is in your list, but is no training image"),
    (lambda a, b: [1, 4, 4, 5, 8], "Validation image 4 is listed more than once"),
    (lambda a, b: [*by_bytes(a, b), 99], "99 is no place among 12 validation images"),
    (set_of_tensors, "compares tensors by identity"),
    (set_of_lists, "A set needs something hashable"),
    (
        at_least_one,
        "When nothing leaks, the answer is an empty list. Seen with a split in which nothing leaks",
    ),
    (never_empty, "Seen with a split in which nothing leaks"),
    (in_place, "changes `validation_images` in place"),
    (lambda a: [], "It is called with (train_images, validation_images), but your function takes (a)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_misconceptions_are_told_apart(told_apart):
    train, validation = leak._look_alikes()
    told_apart(by_pairs(train, validation), leak._misconceptions(train, validation))


def test_the_look_alikes_are_as_described():
    train, validation = leak._look_alikes()
    assert train.shape == (13, 6, 5)
    assert validation.shape == (12, 6, 5)
    assert by_pairs(train, validation) == [1, 4, 5, 8]


@pytest.fixture(scope="module")
def images():
    return torch.randint(256, (500, 4, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))


def test_leaky_split_leaks(images):
    train, validation = leaky_split(images)
    assert train.shape == (400, 4, 3)
    assert validation.shape == (100, 4, 3)
    assert train.dtype == torch.uint8
    share = len(by_bytes(train, validation)) / len(validation)
    assert abs(share - (1 - math.exp(-0.8))) < 0.12
    known = {image.numpy().tobytes() for image in images}
    assert all(image.numpy().tobytes() in known for image in torch.cat([train, validation]))


def test_leaky_split_follows_its_seed_alone(images):
    first = leaky_split(images)
    torch.manual_seed(5)
    assert all(torch.equal(a, b) for a, b in zip(first, leaky_split(images), strict=True))
    assert not torch.equal(first[0], leaky_split(images, seed=1)[0])


@pytest.mark.parametrize("shape", [(4, 3, 3), (0, 3, 3), (9, 3), (9, 1, 3, 3)])
def test_leaky_split_refuses_other_shapes(shape):
    with pytest.raises(ValueError, match=r"images has shape \(.*\); wanted is \(M, H, W\) with M at least 5"):
        leaky_split(torch.zeros(shape))
