import matplotlib.pyplot as plt
import pytest
from matplotlib.patches import Circle

from course_utils.alt_text import alt_text, title
from course_utils.plotting import layer_stacks, lstm_diagram
from course_utils.shapes import parameter_shapes

pytestmark = pytest.mark.usefixtures("drawn_figures")
SMALL = {"one": parameter_shapes("lstm", 28, 3), "three": parameter_shapes("lstm", 28, 6, 3)}


def written(axes):
    return [text.get_text() for text in axes.texts]


def test_the_cell_carries_every_size():
    axes = lstm_diagram(5, 7, title="One step")
    texts = written(axes)
    for text in (
        "$x_t$\n(5,)",
        "weight_ih\n(28, 5)",
        "weight_hh\n(28, 7)",
        "sum\n(28,)",
        "$h_t$\n(7,)",
        "$c_t$\n(7,)",
    ):
        assert texts.count(text) == 1
    gates = [text for text in texts if text.endswith("\n(7,)") and ":" in text]
    assert gates == ["i: sigmoid\n(7,)", "f: sigmoid\n(7,)", "g: tanh\n(7,)", "o: sigmoid\n(7,)"]
    assert title(plt.gcf()) == "One step"
    assert "weight_ih (28, 5) and weight_hh (28, 7) and give 28 sums. Four gates of 7 each" in alt_text(
        plt.gcf()
    )


@pytest.mark.parametrize(("sizes", "name"), [((0, 3), "input_size"), ((3, 0), "hidden_size")])
def test_sizes_below_one_are_named(sizes, name):
    with pytest.raises(ValueError, match=f"^{name} is 0; wanted is at least 1$"):
        lstm_diagram(*sizes, title="x")
    assert not plt.get_fignums()


def test_each_stack_shows_its_units_and_every_shape():
    axes = layer_stacks(SMALL, title="Two networks")
    units = [patch for patch in axes.patches if isinstance(patch, Circle)]
    assert len(units) == 3 + 3 * 6
    texts = "\n".join(written(axes))
    for shapes in SMALL.values():
        for name, shape in shapes.items():
            assert f"{name} {shape}" in texts
            assert f"{name} {shape}" in alt_text(plt.gcf())
    assert written(axes).count("input (N, L, 28)") == 2
    assert [text for text in written(axes) if text.startswith("output")] == [
        "output (N, L, 3)",
        "output (N, L, 6)",
    ]
    assert "h_n[2], c_n[2]\n(N, 6) each" in texts
    assert title(plt.gcf()) == "Two networks"


def test_layers_are_stacked_from_the_input_up():
    axes = layer_stacks(SMALL, title="x")
    heights = {text.get_text(): text.get_position()[1] for text in axes.texts}
    order = [height for text, height in heights.items() if "weight_ih_l" in text and "24" in text]
    assert order == sorted(order)
    assert heights["input (N, L, 28)"] < order[0]
    assert heights["output (N, L, 6)"] > order[-1]


def test_all_that_is_drawn_lies_on_the_sheet():
    axes = layer_stacks(SMALL, title="x")
    plt.gcf().draw_without_rendering()
    sheet = plt.gcf().bbox
    for text in axes.texts:
        box = text.get_window_extent()
        assert sheet.x0 <= box.x0, text
        assert box.x1 <= sheet.x1, text
        assert box.y1 <= sheet.y1, text


def test_what_is_no_layer_is_refused():
    with pytest.raises(ValueError, match="^layers is empty; wanted is one at least$"):
        layer_stacks({}, title="x")
    with pytest.raises(ValueError, match=r"^layers\['a'\] holds bias; wanted are weights of each layer$"):
        layer_stacks({"a": {"bias": (3,)}}, title="x")
    with pytest.raises(ValueError, match=r"^layers\['a'\] holds weight_hh_l0; wanted are weights of each"):
        layer_stacks({"a": {"weight_hh_l0": (12, 3)}}, title="x")
