from collections import Counter, defaultdict
from math import comb

import pytest
import torch

from course_utils.tasks import IGNORED, fill_in_the_blank, white_noise

SIZES = [(3, 2), (5, 3), (9, 4)]


def read(inputs, targets):
    """Return (left place, left clue, blank, right place, right clue, class) of one sequence, read plainly."""
    blank_column = inputs.shape[1] - 1
    marked = [(step, row.argmax().item()) for step, row in enumerate(inputs) if row.any()]
    (left, a), (blank, column), (right, b) = marked
    assert column == blank_column
    assert blank_column not in (a, b)
    (answered,) = (targets != IGNORED).nonzero().flatten().tolist()
    assert answered == blank
    return left, a, blank, right, b, targets[blank].item()


@pytest.mark.parametrize(("length", "clues"), SIZES)
def test_it_holds_every_sequence_once(length, clues):
    inputs, targets = fill_in_the_blank(length, clues)
    count = comb(length, 3) * clues**2
    assert inputs.shape == (count, length, clues + 1)
    assert targets.shape == (count, length)
    assert (inputs.dtype, targets.dtype) == (torch.float32, torch.int64)
    assert inputs.unique(dim=0).shape[0] == count
    assert set(inputs.unique().tolist()) == {0, 1}


@pytest.mark.parametrize(("length", "clues"), SIZES)
def test_the_answer_is_the_pair_of_both_clues(length, clues):
    for sequence in zip(*fill_in_the_blank(length, clues), strict=True):
        left, a, blank, right, b, answer = read(*sequence)
        assert 0 <= left < blank < right < length
        assert answer == a * clues + b


@pytest.mark.parametrize("side", ["past", "future"])
def test_one_side_alone_leaves_every_answer_of_the_other_equally_likely(side):
    clues = 3
    answers = defaultdict(Counter)
    for inputs, targets in zip(*fill_in_the_blank(6, clues), strict=True):
        _, _, blank, _, _, answer = read(inputs, targets)
        seen = inputs[: blank + 1] if side == "past" else inputs[blank:]
        answers[tuple(map(tuple, seen.tolist()))][answer] += 1
    for counts in answers.values():
        assert len(counts) == clues
        assert len(set(counts.values())) == 1


def test_the_loss_leaves_out_all_steps_but_the_blank():
    inputs, targets = fill_in_the_blank(5, 2)
    logits = torch.zeros(len(inputs), 5, 4)
    loss = torch.nn.functional.cross_entropy(logits.transpose(1, 2), targets, reduction="sum")
    assert loss.item() == pytest.approx(len(inputs) * torch.log(torch.tensor(4.0)).item(), rel=1e-5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((2, 4), "length is 2; wanted is a whole number of at least 3"),
        ((9, 1), "clues is 1; wanted is a whole number of at least 2"),
        ((9.0, 4), "length is 9.0; wanted"),
        ((True, 4), "length is True; wanted"),
    ],
)
def test_sizes_that_leave_no_task_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        fill_in_the_blank(*arguments)


def test_white_noise_is_normal_and_its_steps_tell_nothing_of_each_other():
    noise = white_noise(4_000, 5)
    assert noise.shape == (4_000, 5, 1)
    assert noise.dtype == torch.float32
    correlations = torch.corrcoef(noise[..., 0].T)
    assert (correlations - torch.eye(5)).abs().max() < 0.06
    assert noise.mean().abs() < 0.03
    assert abs(noise.var().item() - 1) < 0.05


def test_the_seed_alone_fixes_the_noise():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = white_noise(2, 3, seed=5)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(first, white_noise(2, 3, seed=5))
    assert not torch.equal(first, white_noise(2, 3, seed=6))


@pytest.mark.parametrize(
    ("arguments", "words"), [((0, 3), "count is 0; wanted"), ((3, 0), "length is 0; wanted")]
)
def test_no_noise_at_all_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        white_noise(*arguments)
