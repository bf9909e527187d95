import html
import re

import ipywidgets
import pytest

from course_utils.widgets.lesson02 import gate_console, gate_view, shape_explorer, shape_view

BOTH = pytest.mark.parametrize(
    ("make", "view"), [(gate_console, gate_view), (shape_explorer, shape_view)], ids=["gates", "shapes"]
)


def readout(explorer):
    return html.unescape(re.sub("<[^>]*>", "", explorer.readout.value))


def values_of(control):
    """The ends of a slider, or every choice."""
    if isinstance(control, ipywidgets.IntSlider | ipywidgets.FloatSlider):
        return control.min, control.max
    if isinstance(control, ipywidgets.Checkbox):
        return False, True
    return [option[1] if isinstance(option, tuple) else option for option in control.options]


@BOTH
def test_it_opens_with_the_view_of_its_controls(make, view):
    explorer = make()
    assert explorer.picture.value == view(**explorer.state).picture
    assert readout(explorer) == view(**explorer.state).sentence


@BOTH
def test_every_control_reaches_the_picture_at_its_ends_and_choices(make, view):
    explorer = make()
    for control in explorer.controls.values():
        first = control.value
        for value in values_of(control):
            control.value = value
            assert explorer.picture.value == view(**explorer.state).picture
            assert readout(explorer) == view(**explorer.state).sentence
        control.value = first
    assert explorer.picture.value == view(**explorer.state).picture


def test_the_shape_explorer_has_a_control_for_every_argument():
    assert list(shape_explorer().controls) == [
        "kind", "input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional",
        "proj_size", "batch", "length",
    ]  # fmt: skip


@BOTH
def test_each_surprise_is_another_view_and_reset_leads_back(make, view):
    explorer = make()
    start, seen = explorer.picture.value, set()
    for _ in explorer._surprises:
        explorer.surprise.click()
        seen.add(explorer.picture.value)
        assert view(**explorer.state).sentence in readout(explorer)
    assert len(seen - {start}) == len(explorer._surprises)
    explorer.reset.click()
    assert explorer.picture.value == start


def test_their_text_is_the_same_in_every_run():
    assert repr(gate_console()) == "GateConsole(i=3.0, f=1.0, o=3.0, pulse='once')"
    assert repr(shape_explorer()).startswith("ShapeExplorer(kind='lstm', input_size=10, hidden_size=30,")
