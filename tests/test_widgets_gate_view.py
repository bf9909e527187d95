import re
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.plotting import COLOURS
from course_utils.widgets.gate_view import PULSES, STEPS, gate_view, sigmoid, unit_traces

SVG = "{http://www.w3.org/2000/svg}"
ENDS = [(i, f, o) for i in (-8.0, 8.0) for f in (-8.0, 0.0, 8.0) for o in (-8.0, 8.0)]


def by_torch(i, f, o, pulse):
    """A unit of nn.LSTM whose gates do not depend on the input, and whose candidate is tanh(x)."""
    unit = nn.LSTM(1, 1).double()
    with torch.no_grad():
        for parameter in unit.parameters():
            parameter.zero_()
        unit.bias_ih_l0.copy_(torch.tensor([i, f, 0, o]))
        unit.weight_ih_l0[2] = 1
        state, found = None, []
        for step in range(1, STEPS + 1):
            x = torch.tensor([[PULSES[pulse].get(step, 0.0)]]).double()
            _, state = unit(x, state)
            found.append([x.item(), state[1].item(), state[0].item()])
    return np.transpose(found)


@pytest.mark.parametrize("pulse", PULSES)
@pytest.mark.parametrize(("i", "f", "o"), [(3.0, 1.0, 2.0), (-1.0, 6.0, 0.5), (8.0, -8.0, -8.0)])
def test_the_traces_are_those_of_torch(i, f, o, pulse):
    np.testing.assert_allclose(unit_traces(i, f, o, pulse), by_torch(i, f, o, pulse), rtol=0, atol=1e-12)


@pytest.mark.parametrize("pulse", PULSES)
@pytest.mark.parametrize(("i", "f", "o"), ENDS)
def test_every_end_gives_a_picture_within_its_frame(i, f, o, pulse):
    view = gate_view(i, f, o, pulse)
    root = ElementTree.fromstring(view.picture)
    width, height = (float(size) for size in root.get("viewBox").split()[2:])
    for line in root.iter(f"{SVG}polyline"):
        points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        assert len(points) == STEPS
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("y")) <= height
    assert root.get("aria-label") == view.sentence
    assert "nan" not in view.picture


def test_the_sentence_names_gates_and_states():
    assert gate_view(0.0, 0.0, 0.0, "once").sentence == (
        "Gates i = 0.500, f = 0.500, o = 0.500. After step 1 c is 0.48 and h is 0.22; "
        "after step 20 c is 0.00 and h is 0.00."
    )


def test_no_minus_stands_before_a_zero():
    assert "-0.00" not in gate_view(8.0, -8.0, 8.0, "up, then down").sentence
    assert "-0.00" not in gate_view(8.0, -8.0, 8.0, "up, then down").picture


def test_the_description_holds_every_step():
    root = ElementTree.fromstring(gate_view(3.0, 6.0, 3.0, "every step").picture)
    _, c, h = unit_traces(3.0, 6.0, 3.0, "every step")
    said = re.findall(r"(\d+): (-?\d+\.\d\d) and (-?\d+\.\d\d)", root.find(f"{SVG}desc").text)
    assert said == [
        (f"{step}", f"{a:.2f}", f"{b:.2f}") for step, (a, b) in enumerate(zip(c, h, strict=True), 1)
    ]


def test_both_traces_are_drawn_to_one_scale_with_marks_of_their_own():
    root = ElementTree.fromstring(gate_view(3.0, 6.0, 3.0, "once").picture)
    lines = {line.get("stroke"): line.get("points") for line in root.iter(f"{SVG}polyline")}
    assert set(lines) == {COLOURS["cell"], COLOURS["hidden"]}
    _, c, h = unit_traces(3.0, 6.0, 3.0, "once")
    middle, unit = 152, 118 / 1.25  # where 0 lies, and how high 1 is
    for colour, values in ((COLOURS["cell"], c), (COLOURS["hidden"], h)):
        heights = [float(point.split(",")[1]) for point in lines[colour].split()]
        np.testing.assert_allclose(heights, middle - unit * values, atol=0.06)
    assert len(list(root.iter(f"{SVG}circle"))) == STEPS


@pytest.mark.parametrize("gate", "ifo")
def test_each_gauge_is_as_full_as_its_gate_is_open(gate):
    sums = {"i": -1.0, "f": 0.5, "o": 2.0}
    root = ElementTree.fromstring(gate_view(**sums, pulse="once").picture)
    (bar,) = (rect for rect in root.iter(f"{SVG}rect") if rect.get("fill") == COLOURS[f"gate_{gate}"])
    assert float(bar.get("width")) == pytest.approx(110 * sigmoid(sums[gate]), abs=0.01)


def test_the_sigmoid_does_not_overflow():
    assert [sigmoid(value) for value in (-1e9, 0, 1e9)] == [0, 0.5, 1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((float("nan"), 0, 0, "once"), "i is nan; wanted is a finite number"),
        ((0, float("inf"), 0, "once"), "f is inf; wanted is a finite number"),
        ((0, 0, 0, "never"), "pulse is 'never'; wanted is one of once, up, then down, every step"),
    ],
)
def test_bad_input_is_named(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        gate_view(*arguments)
