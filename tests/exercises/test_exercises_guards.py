import numpy as np
import pytest
import torch
from torch import nn

from course_utils.exercises.expectations import Mistake
from course_utils.exercises.guards import ModuleState, copy_of, expect_module_unchanged, expect_unchanged


@pytest.mark.parametrize("argument", [torch.arange(3), np.arange(3), torch.ones(2, requires_grad=True)])
def test_a_copy_stays_what_it_was(argument):
    before = copy_of(argument)
    expect_unchanged("x", before, argument)
    with torch.no_grad():
        argument += 1
    with pytest.raises(Mistake, match=r"^It changes `x` in place"):
        expect_unchanged("x", before, argument)


def test_other_arguments_are_not_copied():
    assert copy_of([1, 2]) is None
    expect_unchanged("x", None, [1])


@pytest.fixture
def model():
    return nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))


def test_a_module_that_was_only_used_passes(model):
    model.eval()
    before = ModuleState.of(model)
    with torch.no_grad():
        model.train().eval()(torch.ones(4, 2))
    expect_module_unchanged(model, before)


def step(model):
    with torch.no_grad():
        model[0].weight += 1


def fit_statistics(model):
    with torch.no_grad():
        model(torch.rand(4, 2))


def set_only_the_top(model):
    model.eval()
    model.training = True


@pytest.mark.parametrize(
    ("disturb", "words"),
    [
        (step, "It changes the model: 0.weight"),
        (fit_statistics, "It changes the model: 1.running_mean"),
        (lambda model: model(torch.rand(4, 2)).sum().backward(), "changes the model"),
        (lambda model: model[0](torch.rand(4, 2)).sum().backward(), "leaves a gradient in 0.weight"),
        (lambda model: model.requires_grad_(False), "changes requires_grad"),
        (lambda model: model.eval(), "The model came in train mode and is left in eval mode"),
        (set_only_the_top, "model.0 came in train mode and is left in eval mode"),
    ],
)
def test_a_disturbed_module_is_named(model, disturb, words):
    before = ModuleState.of(model)
    disturb(model)
    with pytest.raises(Mistake) as caught:
        expect_module_unchanged(model, before)
    assert words in str(caught.value)
