import pytest

from course_utils.widgets.lesson02 import gate_console, gate_view, shape_explorer, shape_view
from tests.explorer_walk import assert_every_control_shows_its_view, assert_surprises_differ

BOTH = pytest.mark.parametrize(
    ("make", "view"), [(gate_console, gate_view), (shape_explorer, shape_view)], ids=["gates", "shapes"]
)


@BOTH
def test_every_control_reaches_the_picture_at_every_value(make, view):
    assert_every_control_shows_its_view(make(), view)


@BOTH
def test_each_surprise_is_another_view(make, view):
    assert_surprises_differ(make())


def test_the_shape_explorer_has_a_control_for_every_argument():
    assert list(shape_explorer().controls) == [
        "kind", "input_size", "hidden_size", "num_layers", "dropout", "proj_size", "batch", "length",
        "bias", "batch_first", "bidirectional",
    ]  # fmt: skip


def test_their_text_is_the_same_in_every_run():
    assert repr(gate_console()) == "Gates of one LSTM unit: i = 3.0, f = 1.0, o = 3.0, pulse = 'once'"
    assert repr(shape_explorer()).startswith("Shapes of a recurrent layer: kind = 'lstm', input_size = 10,")
