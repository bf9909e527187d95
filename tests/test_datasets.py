import subprocess
import sys
from dataclasses import FrozenInstanceError
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils import datasets, mnist_files
from course_utils.datasets import DigitsError, as_rows, load_digits, split
from course_utils.stand_in import load_stand_in
from course_utils.torchvision_import import import_torchvision

MNIST_NOTICE = "MNIST: 60,000 training images and 10,000 test images of 28 x 28 pixels"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch):
    """No test depends on the reader's environment, and none opens a connection."""
    for name in ("RNN_COURSE_DATA", "RNN_COURSE_DIGITS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RNN_COURSE_OFFLINE", "1")


@pytest.fixture
def small(small_mnist, monkeypatch):
    """A data folder with a small MNIST; the stand-in is small as well."""
    monkeypatch.setattr(datasets, "load_stand_in", partial(load_stand_in, sizes=(60, 20)))
    return small_mnist


def assert_digits(digits, source, counts):
    assert digits.source == source
    tensors = (digits.train_images, digits.train_labels, digits.test_images, digits.test_labels)
    shapes = [(counts[0], 28, 28), (counts[0],), (counts[1], 28, 28), (counts[1],)]
    assert [tuple(tensor.shape) for tensor in tensors] == shapes
    assert [tensor.dtype for tensor in tensors] == [torch.uint8, torch.int64] * 2


@pytest.mark.parametrize("source", ["auto", "mnist"])
def test_the_real_mnist(mnist_root, source):
    digits = load_digits(source, mnist_root)
    assert_digits(digits, "MNIST", (60_000, 10_000))
    assert digits.notice == f"{MNIST_NOTICE}."


def test_the_whole_stand_in(tmp_path):
    assert_digits(load_digits("stand-in", tmp_path), "stand-in", (60_000, 10_000))


def test_auto_prefers_mnist(small, capfd):
    assert_digits(load_digits(root=small), "MNIST", (6, 3))
    assert capfd.readouterr() == ("", "")


def test_auto_falls_back_to_the_stand_in(small, tmp_path, capfd):
    digits = load_digits(root=tmp_path / "empty")
    assert_digits(digits, "stand-in", (60, 20))
    assert digits.notice == (
        "stand-in digits, not MNIST, because MNIST is not in the data folder and "
        "RNN_COURSE_OFFLINE forbids the download; for MNIST, run `course digits --source mnist` with a "
        "network, or copy its four .gz files into MNIST/raw/ of the data folder."
    )
    assert capfd.readouterr() == ("", "")


def test_mnist_that_is_not_there_is_an_error(small, tmp_path):
    with pytest.raises(
        DigitsError, match="MNIST cannot be loaded because MNIST is not in the data folder and"
    ):
        load_digits("mnist", tmp_path / "empty")


def test_damaged_file_is_named_in_the_notice(small):
    path = small / "MNIST" / "raw" / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-1])
    digits = load_digits("auto", small)
    assert_digits(digits, "stand-in", (60, 20))
    assert f"because MNIST is damaged in the data folder ({path}) and RNN_COURSE_OFFLINE" in digits.notice
    with pytest.raises(DigitsError, match="damaged"):
        load_digits("mnist", small)


def test_damaged_file_with_a_good_copy_is_named_once(small):
    load_digits("mnist", small)
    path = small / "MNIST" / "raw" / "t10k-labels-idx1-ubyte"
    path.write_bytes(b"")
    assert load_digits("auto", small).notice == f"{MNIST_NOTICE}; damaged and not used: {path}."
    assert load_digits("auto", small).notice == f"{MNIST_NOTICE}."


def test_stand_in_on_request(small, monkeypatch):
    monkeypatch.setattr(datasets, "load_mnist", None)
    digits = load_digits("stand-in", small)
    assert_digits(digits, "stand-in", (60, 20))
    assert digits.notice == (
        'stand-in digits, not MNIST, because it was asked for; for MNIST, ask for "mnist" instead.'
    )


@pytest.mark.parametrize(
    ("value", "source"), [("stand-in", "stand-in"), ("mnist", "MNIST"), ("auto", "MNIST")]
)
def test_environment_decides_for_auto(small, monkeypatch, value, source):
    monkeypatch.setenv("RNN_COURSE_DIGITS", value)
    assert load_digits("auto", small).source == source
    assert load_digits("mnist", small).source == "MNIST"
    assert load_digits("stand-in", small).source == "stand-in"


def test_environment_names_the_data_folder(small, monkeypatch):
    monkeypatch.setenv("RNN_COURSE_DATA", str(small))
    assert load_digits("mnist").source == "MNIST"


@pytest.mark.parametrize("source", ["MNIST", "", None, 3])
def test_unknown_source(source, tmp_path):
    with pytest.raises(ValueError, match=r"^source is .*; wanted is one of auto, mnist, stand-in$"):
        load_digits(source, tmp_path)


def test_unknown_source_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("RNN_COURSE_DIGITS", "fashion")
    with pytest.raises(ValueError, match="RNN_COURSE_DIGITS is 'fashion'; wanted is one of auto, mnist"):
        load_digits(root=tmp_path)


def test_read_only_and_empty_root(small, public_folder, read_only, tmp_path):
    load_digits("stand-in", tmp_path)  # imports all it needs, which another user may not be allowed to read
    with read_only(public_folder):
        assert_digits(load_digits("auto", public_folder), "stand-in", (60, 20))
    assert list(public_folder.iterdir()) == []


def test_digits_are_frozen(small):
    with pytest.raises(FrozenInstanceError):
        load_digits("mnist", small).source = "stand-in"


def test_import_is_light():
    heavy = {"torchvision", "sklearn", "matplotlib"}
    code = f"import sys, course_utils.datasets; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_error_class_is_offered_here():
    assert DigitsError is mnist_files.DigitsError


@given(st.integers(1, 3), st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_rows_equal_to_tensor_of_torchvision(count, rows, columns, seed):
    generator = torch.Generator().manual_seed(seed)
    images = torch.randint(256, (count, rows, columns), generator=generator, dtype=torch.uint8)
    to_tensor = import_torchvision().transforms.ToTensor()
    expected = torch.stack([to_tensor(image[:, :, None].numpy())[0] for image in images])
    found = as_rows(images)
    assert found.dtype == torch.float32
    assert torch.equal(found, expected)


def test_rows_on_a_device():
    images = torch.full((1, 2, 3), 255, dtype=torch.uint8)
    assert as_rows(images, "meta").device.type == "meta"
    assert as_rows(images, torch.device("cpu")).tolist() == [[[1.0] * 3] * 2]
    assert images.tolist() == [[[255] * 3] * 2]


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (torch.zeros(1, 28, 28), "images is of torch.float32; wanted is a tensor of torch.uint8"),
        (np.zeros((1, 28, 28), dtype=np.uint8), "images is of ndarray; wanted is a tensor of torch.uint8"),
    ],
)
def test_rows_of_another_type(images, message):
    with pytest.raises(TypeError, match=message):
        as_rows(images)


@pytest.mark.parametrize("shape", [(28, 28), (1, 1, 28, 28), ()])
def test_rows_of_another_shape(shape):
    with pytest.raises(ValueError, match="images has the shape .*; wanted is"):
        as_rows(torch.zeros(shape, dtype=torch.uint8))


@given(st.data())
def test_split_is_disjoint_and_complete(data):
    count = data.draw(st.integers(2, 200))
    validation = data.draw(st.integers(1, count - 1))
    seed = data.draw(st.integers(0, 2**32 - 1))
    train, held_out = split(count, validation, seed)
    assert (len(train), len(held_out)) == (count - validation, validation)
    assert sorted(train.tolist() + held_out.tolist()) == list(range(count))


def test_split_depends_on_its_seed_alone():
    state = torch.get_rng_state()
    assert torch.equal(split(1000, 100)[1], split(1000, 100, seed=0)[1])
    assert not torch.equal(split(1000, 100)[1], split(1000, 100, seed=1)[1])
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize(("count", "validation"), [(10, 0), (10, 10), (10, 11), (10, -1), (0, 0), (1, 1)])
def test_split_that_leaves_nothing(count, validation):
    with pytest.raises(ValueError, match=f"validation is {validation} of {count}; wanted is at least 1"):
        split(count, validation)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((10.0, 2), "count is 10.0; wanted is a whole number"),
        ((10, 0.2), "validation is 0.2; wanted is a whole number"),
        ((10, 2, None), "seed is None; wanted is a whole number"),
    ],
)
def test_split_of_what_is_not_whole(arguments, message):
    with pytest.raises(TypeError, match=message):
        split(*arguments)
