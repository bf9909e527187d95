from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.inspection import influence_on_halves
from course_utils.widgets.direction_view import HALVES, direction_view, feeders, reaching

NAMESPACE = "{http://www.w3.org/2000/svg}"
LENGTH = 5


def measure(num_layers, length=LENGTH, cell=nn.GRU):
    generator = torch.Generator().manual_seed(num_layers)
    rnn = cell(3, 4, num_layers, batch_first=True, bidirectional=True).double()
    with torch.no_grad():
        for parameter in rnn.parameters():
            parameter.uniform_(-0.5, 0.5, generator=generator)
    inputs = torch.randn(1, length, 3, dtype=torch.float64, generator=generator)
    pairs = [influence_on_halves(rnn, inputs, step) for step in range(length)]
    return torch.stack([torch.cat(pair) for pair in pairs], dim=1)


INFLUENCES = {num_layers: measure(num_layers) for num_layers in (1, 2, 3)}


def parsed(step, num_layers, influences=INFLUENCES):
    return ElementTree.fromstring(direction_view(influences, step, num_layers).picture)


def panels(root):
    """Return the groups of the forward and of the backward half."""
    return [group for group in root.iter(f"{NAMESPACE}g") if "transform" in group.attrib]


@pytest.mark.parametrize("step", range(LENGTH))
@pytest.mark.parametrize("num_layers", INFLUENCES)
def test_the_wiring_says_what_the_derivative_says(step, num_layers):
    """A path leads from an input to a half exactly where the measured influence is not 0."""
    for half in (0, 1):
        reached = {place for layer, _, place in reaching(half, step, num_layers, LENGTH) if layer == 0}
        measured = INFLUENCES[num_layers][half, step].nonzero().flatten().tolist()
        assert sorted(reached) == measured


def test_a_state_is_fed_by_its_own_direction_and_by_both_below():
    assert set(feeders((1, 0, 2), LENGTH)) == {(1, 0, 1), (0, 0, 2)}
    assert set(feeders((1, 1, 2), LENGTH)) == {(1, 1, 3), (0, 0, 2)}
    assert set(feeders((2, 1, 4), LENGTH)) == {(1, 0, 4), (1, 1, 4)}
    assert set(feeders((0, 0, 2), LENGTH)) == set()


@pytest.mark.parametrize("step", range(LENGTH))
@pytest.mark.parametrize("num_layers", INFLUENCES)
def test_the_picture_shows_what_reaches_each_half(step, num_layers):
    view = direction_view(INFLUENCES, step, num_layers)
    root = ElementTree.fromstring(view.picture)
    assert root.get("aria-label") == view.sentence
    assert len(view.picture) < 40_000
    for half, panel in enumerate(panels(root)):
        words = [text.text for text in panel.iter(f"{NAMESPACE}text")]
        assert words[0] == f"{HALVES[half]} half of output[:, {step}]"
        circles = list(panel.iter(f"{NAMESPACE}circle"))
        filled = [circle for circle in circles if circle.get("fill") != "none"]
        states = [node for node in reaching(half, step, num_layers, LENGTH) if node[0]]
        assert len(circles) == 2 * num_layers * LENGTH + 1  # the last one is the ring around the chosen state
        assert len(filled) == len(states)
        ring = circles[-1]
        assert (ring.get("cx"), ring.get("cy")) in {(c.get("cx"), c.get("cy")) for c in filled}
        zeros = [text for text in panel.iter(f"{NAMESPACE}text") if text.get("font-weight") == "bold"][1:]
        assert len(zeros) == (INFLUENCES[num_layers][half, step] == 0).sum()
        assert {text.text for text in zeros} <= {"0"}


def test_bars_grow_with_the_influence():
    root = parsed(LENGTH - 1, 1)
    for half, panel in enumerate(panels(root)):
        bars = [float(b.get("height")) for b in panel.iter(f"{NAMESPACE}rect") if b.get("width") == "12"]
        values = INFLUENCES[1][half, LENGTH - 1].numpy()
        np.testing.assert_array_equal(np.argsort(bars, kind="stable"), np.argsort(values, kind="stable"))
        assert [bar == 0 for bar in bars] == (values == 0).tolist()


@pytest.mark.parametrize(
    ("step", "num_layers", "sentence"),
    [
        (4, 1, "the forward half is moved by all 5 inputs, the backward half by x[:, 4] alone."),
        (0, 1, "the forward half is moved by x[:, 0] alone, the backward half by all 5 inputs."),
        (2, 1, "the forward half is moved by x[:, 0] to x[:, 2], the backward half by x[:, 2] to x[:, 4]."),
        (4, 2, "the forward half is moved by all 5 inputs, the backward half by all 5 inputs."),
    ],
)
def test_the_sentence_names_the_inputs(step, num_layers, sentence):
    layers = "1 layer" if num_layers == 1 else f"{num_layers} layers"
    wanted = f"{layers}, output[:, {step}]: {sentence}"
    assert direction_view(INFLUENCES, step, num_layers).sentence == wanted


def test_gaps_and_nothing_are_said_as_well():
    table = np.zeros((2, 4, 4))
    table[0, 1, [0, 3]] = 1
    sentence = direction_view({1: table}, 1, 1).sentence
    assert "moved by the inputs of steps 0, 3, the backward half by no input." in sentence


@pytest.mark.parametrize("length", [1, 2, 10])
def test_short_and_long_sequences_are_drawn(length):
    view = direction_view({1: measure(1, length)}, length - 1, 1)
    assert "nan" not in view.picture


def test_small_influences_are_not_called_zero():
    table = np.full((2, 2, 2), 1e-9)
    words = [text.text for text in parsed(0, 1, {1: table}).iter(f"{NAMESPACE}text")]
    assert words.count("1e-9") == 4


BAD = np.ones((2, 3, 3))


@pytest.mark.parametrize(
    ("influences", "step", "num_layers", "words"),
    [
        ({}, 0, 1, "influences is empty"),
        ({1: np.ones((2, 3, 4))}, 0, 1, r"influences\[1\] has shape \(2, 3, 4\); wanted is \(2, 4, 4\)"),
        ({1: BAD, 2: np.ones((2, 4, 4))}, 0, 1, r"influences\[2\] has shape"),
        ({1: np.ones((2, 11, 11))}, 0, 1, "influences holds 11 steps; wanted are at most 10"),
        ({0: BAD}, 0, 0, "influences holds 0 layers; wanted is 1 up to 4"),
        ({5: BAD}, 0, 5, "influences holds 5 layers; wanted is 1 up to 4"),
        ({1: -BAD}, 0, 1, "holds a number that is no influence"),
        ({1: np.nan * BAD}, 0, 1, "holds a number that is no influence"),
        ({1: BAD}, 0, 2, "num_layers is 2; wanted is one of 1"),
        ({1: BAD}, 3, 1, "step is 3; wanted is a whole number from 0 to 2"),
        ({1: BAD}, -1, 1, "step is -1; wanted"),
    ],
)
def test_what_cannot_be_drawn_is_refused(influences, step, num_layers, words):
    with pytest.raises(ValueError, match=words):
        direction_view(influences, step, num_layers)
