from itertools import pairwise

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.alt_text import alt_text, title
from course_utils.plotting import COLOURS, gate_bands, gate_traces
from course_utils.shapes import parameter_shapes

pytestmark = pytest.mark.usefixtures("drawn_figures")
SHAPES = {"weight_ih_l0": (12, 5), "weight_hh_l0": (12, 3), "bias_ih_l0": (12,)}


def test_every_parameter_is_cut_into_its_bands():
    axes = gate_bands(SHAPES, "ifgo", title="Four bands")
    bands = [(patch.get_y(), patch.get_height(), patch.get_facecolor()) for patch in axes.patches]
    colours = [matplotlib.colors.to_rgba(COLOURS[f"gate_{gate}"]) for gate in "ifgo"]
    assert bands == [(3 * place, 3, colour) for place, colour in enumerate(colours)] * 3
    assert axes.yaxis_inverted(), "row 0 is on top"
    assert axes.get_yticks().tolist() == [0, 3, 6, 9, 12]
    assert axes.get_ylabel() == "row"
    assert title(plt.gcf()) == "Four bands"
    assert alt_text(plt.gcf()) == (
        "Blocks of weight_ih_l0 (12, 5), weight_hh_l0 (12, 3), bias_ih_l0 (12,); "
        "the bands from top to bottom: i rows 0:3, f rows 3:6, g rows 6:9, o rows 9:12."
    )


def test_every_band_carries_its_name_and_every_block_its_shape():
    axes = gate_bands(SHAPES, "ifgo", title="x")
    written = [text.get_text() for text in axes.texts]
    names = [f"{name}\n{shape}" for name, shape in SHAPES.items()]
    assert written == [*"ifgo", names[0], *"ifgo", names[1], *"ifgo", names[2]]


def test_more_columns_make_a_wider_block_and_no_two_touch():
    axes = gate_bands({"a": (4, 30), "b": (4, 10), "c": (4, 1), "d": (4,)}, "ifgo", title="x")
    firsts = [patch for patch in axes.patches if patch.get_y() == 0]
    widths = [patch.get_width() for patch in firsts]
    assert widths[0] == pytest.approx(3 * widths[1])
    assert widths[2] == widths[3] < widths[1]
    assert all(a.get_x() + a.get_width() < b.get_x() for a, b in pairwise(firsts))


def test_the_names_above_narrow_blocks_do_not_overlap():
    axes = gate_bands(parameter_shapes("lstm", 10, 30), "ifgo", title="x")
    plt.gcf().draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts if "\n" in text.get_text()]
    assert not any(a.overlaps(b) for a, b in pairwise(boxes))


def test_other_kinds_have_other_bands():
    axes = gate_bands({"weight_hh_l0": (9, 3)}, "rzn", title="x")
    assert [text.get_text() for text in axes.texts][:3] == ["r", "z", "n"]


@pytest.mark.parametrize("shapes", [{"a": (12, 5), "b": (8,)}, {"a": (10, 2)}])
def test_rows_that_cannot_be_shared_out_are_refused(shapes):
    with pytest.raises(ValueError, match=r"^shapes have \{.*\} rows; wanted is one multiple of 4 for all$"):
        gate_bands(shapes, "ifgo", title="x")
    assert not plt.get_fignums()


# --- traces -------------------------------------------------------------------------------------------------

STEPS = np.arange(5.0)
TRACES = {
    "inputs": {"value": STEPS, "write": -STEPS},
    "gates": {"i": STEPS / 4, "f": 1 - STEPS / 4},
    "cell": STEPS - 1,
    "hidden": np.tanh(STEPS - 1),
}


def test_inputs_gates_and_states_stand_one_above_the_other():
    top, middle, bottom = gate_traces(**TRACES, title="It holds")
    drawn = {line.get_label(): line for axes in (top, middle, bottom) for line in axes.get_lines()}
    wanted = {**TRACES["inputs"], **TRACES["gates"], "c": TRACES["cell"], "h": TRACES["hidden"]}
    assert list(drawn) == list(wanted)
    for name, values in wanted.items():
        np.testing.assert_array_equal(drawn[name].get_xydata(), np.column_stack((STEPS + 1, values)))
    assert drawn["f"].get_color() == COLOURS["gate_f"]
    assert (drawn["c"].get_color(), drawn["h"].get_color()) == (COLOURS["cell"], COLOURS["hidden"])
    assert [axes.get_ylabel() for axes in (top, middle, bottom)] == ["input", "gates", "states"]
    assert bottom.get_xlabel() == "step"
    assert alt_text(plt.gcf()) == (
        "Inputs over 5 steps: value from 0.00 to 4.00, write from -4.00 to 0.00. "
        "Gates: i from 0.00 to 1.00, f from 0.00 to 1.00. "
        "States: c from -1.00 to 3.00, h from -0.76 to 1.00; at the end c is 3.00."
    )


def test_the_traces_can_be_told_apart_without_colour():
    gates = dict.fromkeys("ifgo", STEPS)
    top, middle, bottom = gate_traces(TRACES["inputs"], gates, STEPS, STEPS, title="x")
    assert len({line.get_linestyle() for line in middle.get_lines()}) == 4
    for axes in (top, bottom):
        assert len({line.get_marker() for line in axes.get_lines()}) == 2


def test_one_step_is_enough():
    one = np.ones(1)
    _, _, bottom = gate_traces({"x": one}, {"o": one}, one, one, title="x")
    assert bottom.get_lines()[0].get_xydata().tolist() == [[1, 1]]


@pytest.mark.parametrize("cell", [np.zeros(4), np.zeros(0)])
def test_traces_of_other_lengths_are_refused(cell):
    with pytest.raises(ValueError, match=f"^lengths are .*cell {len(cell)}, hidden 5; wanted is the same"):
        gate_traces(**{**TRACES, "cell": cell}, title="x")
    assert not plt.get_fignums()
