import pytest
import torch

from course_utils.classroom.judge.draw import Draw, keyed_seed


def test_a_seed_depends_on_the_key_and_on_every_name():
    seeds = {
        keyed_seed(b"key", "ann", "cells", 1, "question", 0),
        keyed_seed(b"other", "ann", "cells", 1, "question", 0),
        keyed_seed(b"key", "ben", "cells", 1, "question", 0),
        keyed_seed(b"key", "ann", "cells", 2, "question", 0),
        keyed_seed(b"key", "ann", "cells", 1, "question", 1),
    }
    assert len(seeds) == 5
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert keyed_seed(b"key", "ann") == keyed_seed(b"key", "ann")
    assert keyed_seed(b"key", "a", "b") != keyed_seed(b"key", "ab")


def test_the_same_seed_draws_the_same():
    def draw(seed):
        source = Draw(seed)
        return [source.normal(2, 3).tolist(), source.integer(0, 9), source.sizes(3), source.choice("abc")]

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_numbers_are_in_their_range():
    draw = Draw(0)
    assert {draw.integer(2, 4) for _ in range(100)} == {2, 3, 4}
    assert {draw.choice("ab") for _ in range(50)} == {"a", "b"}
    whole = draw.integers(500, low=-1, high=1)
    assert whole.dtype == torch.int64
    assert whole.unique().tolist() == [-1, 0, 1]
    between = draw.uniform(1000, low=2, high=5)
    assert 2 <= between.min() < 2.1
    assert 4.9 < between.max() <= 5
    normal = draw.normal(10_000)
    assert normal.dtype == torch.float64
    assert abs(normal.mean()) < 0.05
    assert abs(normal.std() - 1) < 0.05
    assert draw.normal(2, dtype=torch.float32).dtype == torch.float32


def test_sizes_differ_pairwise():
    for sizes in Draw(0).sizes(3, count=200, low=2, high=5):
        assert len(set(sizes)) == 3
        assert set(sizes) <= {2, 3, 4, 5}
    with pytest.raises(ValueError, match="dims is 3; wanted are at most 2"):
        Draw(0).sizes(3, low=1, high=2)
