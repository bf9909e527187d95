import torch
from torch import nn

from course_utils.exercises.lesson05.material import both_ends, filled, normal, unlike


def test_a_filled_layer_has_no_zero_in_it_and_is_the_same_each_time():
    layers = [filled(nn.GRU(3, 4, 2, bidirectional=True), seed) for seed in (1, 1, 2)]
    one, again, other = ([*layer.parameters()] for layer in layers)
    assert all(torch.equal(a, b) for a, b in zip(one, again, strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    for weight in one:
        assert weight.dtype == torch.float64
        assert weight.requires_grad
        assert 0 < weight.abs().min() <= weight.abs().max() <= 0.5


def test_inputs_are_those_of_the_seed():
    assert normal(2, 3, seed=1).shape == (2, 3)
    assert torch.equal(normal(2, 3, seed=1), normal(2, 3, seed=1))
    assert not torch.equal(normal(2, 3, seed=1), normal(2, 3, seed=2))


def test_both_ends_are_those_of_the_top_layer():
    h_n = torch.arange(4.0)[:, None, None].expand(4, 2, 3)  # two layers, two directions
    assert torch.equal(both_ends(h_n), torch.tensor([[2.0, 2, 2, 3, 3, 3]] * 2))


def test_wrong_ideas_that_are_right_by_chance_are_left_out():
    right, other = torch.tensor([1.0, 2.0]), torch.tensor([2.0, 1.0])
    assert unlike(right, {"swapped": [other, right], "same": [right.clone()]}) == {
        "swapped": [other],
        "same": [],
    }
