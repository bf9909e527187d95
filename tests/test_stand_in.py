import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils import stand_in
from course_utils.mnist_files import load_mnist
from course_utils.stand_in import draw_stand_in, load_stand_in, split_sources

SIZES = (60, 20)


@pytest.fixture(scope="module")
def digits():
    """The whole stand-in: training images and labels, test images and labels."""
    return draw_stand_in()


@pytest.fixture(scope="module")
def small():
    return draw_stand_in(SIZES)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A data folder that holds a small stand-in."""
    root = tmp_path_factory.mktemp("stand-in")
    load_stand_in(root, SIZES)
    return root


def cached_file(root):
    return root / "stand-in" / f"digits-{stand_in.RECIPE}.bin"


def alike(some, others):
    return all(torch.equal(a, b) for a, b in zip(some, others, strict=True))


def test_sizes_and_types_are_those_of_mnist(digits):
    assert [tuple(part.shape) for part in digits] == [
        (60_000, 28, 28),
        (60_000,),
        (10_000, 28, 28),
        (10_000,),
    ]
    assert [part.dtype for part in digits] == [torch.uint8, torch.int64] * 2


def test_images_look_like_those_of_mnist(digits):
    assert_like_mnist(*digits[:2])
    assert_like_mnist(*digits[2:])


def test_the_same_bounds_hold_for_mnist(mnist_root):
    (train_images, train_labels, test_images, test_labels), _ = load_mnist(mnist_root)
    assert_like_mnist(train_images, train_labels)
    assert_like_mnist(test_images, test_labels)


def assert_like_mnist(images, labels):
    ink = images.float()
    rows = ink.sum(dim=2)
    shares = torch.bincount(labels, minlength=10) / len(labels)
    assert 0.08 < shares.min() <= shares.max() < 0.12
    assert (rows[:, -1] == 0).float().mean() >= 0.985  # the last row is blank
    assert (images == 0).float().mean() > 0.75
    assert (images == 255).float().mean() > 0.005
    assert ink.amax(dim=(1, 2)).median() >= 254
    heights = (rows > 0).sum(dim=1).float()
    assert 19 < heights.mean() < 21
    centre = (rows @ torch.arange(28.0)) / rows.sum(dim=1)
    assert 13.8 < centre.mean() < 14.2
    assert 25 < ink.mean() < 40
    assert (labels[1:] == labels[:-1]).float().mean() < 0.12  # shuffled, not sorted


def test_a_linear_model_finds_it_neither_trivial_nor_hopeless(digits):
    train, labels, test, truth = digits
    features = torch.nn.functional.avg_pool2d(train[:20_000].float() / 255, 2).flatten(1)
    targets = torch.nn.functional.one_hot(labels[:20_000], 10).float()
    weight = torch.linalg.lstsq(features, targets, driver="gelsd").solution
    scores = torch.nn.functional.avg_pool2d(test.float() / 255, 2).flatten(1) @ weight
    assert 0.8 < (scores.argmax(dim=1) == truth).float().mean() < 0.95


def test_same_seed_same_images_and_another_seed_others(small):
    state = torch.get_rng_state()
    assert alike(draw_stand_in(SIZES), small)
    assert not alike(draw_stand_in(SIZES, seed=1), small)
    assert torch.equal(torch.get_rng_state(), state)


def test_no_two_images_are_the_same(small):
    assert len(small[0].flatten(1).unique(dim=0)) == SIZES[0]


def test_no_source_image_is_in_both_parts(monkeypatch):
    monkeypatch.setattr(stand_in, "_draw", lambda strokes, chosen, generator: chosen)
    train, _, test, _ = draw_stand_in()
    assert not set(train.tolist()) & set(test.tolist())
    assert len(set(train.tolist()) | set(test.tolist())) == 1797


def test_sources_are_split_alike_in_every_class():
    labels = torch.arange(10).repeat_interleave(21)
    train, test = split_sources(labels)
    assert sorted(train.tolist() + test.tolist()) == list(range(210))
    assert torch.bincount(labels[test]).tolist() == [3] * 10


def test_cache_is_read_again(cache, small, monkeypatch):
    monkeypatch.setattr(stand_in, "draw_stand_in", None)
    assert alike(load_stand_in(cache, SIZES), small)
    assert sorted(path.name for path in cache.iterdir() if path.name != ".lock") == ["stand-in"]


def test_cache_of_another_size_is_drawn_anew(tmp_path):
    load_stand_in(tmp_path, (30, 10))
    assert [len(part) for part in load_stand_in(tmp_path, SIZES)] == [60, 60, 20, 20]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes()[:1000]),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
    ],
    ids=["one byte short", "truncated", "too long", "empty", "missing"],
)
def test_damaged_cache_is_drawn_anew(cache, small, damage):
    path = cached_file(cache)
    whole = path.read_bytes()
    damage(path)
    assert alike(load_stand_in(cache, SIZES), small)
    assert path.read_bytes() == whole


@given(data=st.data())
def test_a_changed_byte_is_noticed(cache, data):
    path = cached_file(cache)
    whole = path.read_bytes()
    changed = bytearray(whole)
    place = data.draw(st.integers(0, len(whole) - 1))
    changed[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    try:
        assert stand_in._read_records(path, sum(SIZES)) is None
    finally:
        path.write_bytes(whole)


def test_folder_in_the_place_of_the_cache_is_no_obstacle(tmp_path, small):
    cached_file(tmp_path).mkdir(parents=True)
    assert alike(load_stand_in(tmp_path, SIZES), small)


def test_read_only_root_draws_in_memory(public_folder, small, read_only):
    with read_only(public_folder):
        assert alike(load_stand_in(public_folder, SIZES), small)
    assert list(public_folder.iterdir()) == []


def test_read_only_cache_is_read(public_folder, small, read_only, monkeypatch):
    load_stand_in(public_folder, SIZES)
    monkeypatch.setattr(stand_in, "draw_stand_in", None)
    with read_only(public_folder):
        assert alike(load_stand_in(public_folder, SIZES), small)


def test_root_below_a_file_draws_in_memory(tmp_path, small):
    (tmp_path / "file").write_text("in the way")
    assert alike(load_stand_in(tmp_path / "file" / "root", SIZES), small)


def test_full_disk_leaves_nothing_behind(tmp_path, small, monkeypatch):
    def full_disk(path, records):
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(stand_in, "_write_records", full_disk)
    assert alike(load_stand_in(tmp_path, SIZES), small)
    assert [path for path in tmp_path.iterdir() if path.name != ".lock"] == []


def test_two_processes_at_once(tmp_path, small):
    code = """
import sys
from pathlib import Path
from course_utils import stand_in
from course_utils.mnist_files import load_mnist
draw = stand_in.draw_stand_in
stand_in.draw_stand_in = lambda sizes: [print("drawn"), draw(sizes)][1]
stand_in.load_stand_in(Path(sys.argv[1]), (60, 20))
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    printed = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(printed) == ["", "drawn\n"]
    assert alike(load_stand_in(Path(tmp_path), SIZES), small)
