import itertools
from xml.etree import ElementTree

import pytest
from torch import nn

from course_utils.plotting import COLOURS
from course_utils.widgets.shape_view import shape_view

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
SVG = "{http://www.w3.org/2000/svg}"


def texts(view):
    return [text.text for text in ElementTree.fromstring(view.picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize(("num_layers", "proj_size"), [(1, 0), (3, 0), (3, 2)])
def test_every_shape_stands_in_the_picture(kind, bias, bidirectional, num_layers, proj_size):
    options = {"bias": bias, "bidirectional": bidirectional}
    if kind == "lstm":
        options["proj_size"] = proj_size
    view = shape_view(kind, 3, 5, num_layers, **options, batch=4, length=6)
    layer = LAYERS[kind](3, 5, num_layers, **options)
    shapes = {name: tuple(parameter.shape) for name, parameter in layer.named_parameters()}
    described = ElementTree.fromstring(view.picture).find(f"{SVG}desc").text
    assert all(f"{name} {shape}" in described for name, shape in shapes.items())
    written = texts(view)
    table = [text for text in written if text.startswith("(") and "N" not in text]
    assert len(table) == len(shapes) + (3 if kind == "lstm" else 2)
    assert f"{sum(parameter.numel() for parameter in layer.parameters()):,} numbers to learn" in written


@pytest.mark.parametrize(("kind", "gates"), [("rnn", "h"), ("gru", "rzn"), ("lstm", "ifgo")])
def test_each_gate_has_its_band_in_each_parameter(kind, gates):
    view = shape_view(kind, 4, 6)
    root = ElementTree.fromstring(view.picture)
    bands = [(rect.get("y"), rect.get("fill")) for rect in root.iter(f"{SVG}rect")]
    assert len(bands) == 4 * len(gates)
    assert len(set(bands)) == len(gates)
    written = texts(view)
    for place, gate in enumerate(gates):
        assert gate in written
        assert f"{6 * place}:{6 * place + 6}" in written


def test_the_bands_of_an_lstm_have_the_colours_of_its_gates_from_top_to_bottom():
    root = ElementTree.fromstring(shape_view().picture)
    by_height = sorted({(float(rect.get("y")), rect.get("fill")) for rect in root.iter(f"{SVG}rect")})
    assert [colour for _, colour in by_height] == [COLOURS[f"gate_{gate}"] for gate in "ifgo"]


@pytest.mark.parametrize("input_size", [1, 40])
@pytest.mark.parametrize("hidden_size", [1, 40])
def test_blocks_stay_within_their_room(input_size, hidden_size):
    root = ElementTree.fromstring(shape_view("lstm", input_size, hidden_size).picture)
    bands = [(float(rect.get("x")), float(rect.get("width"))) for rect in root.iter(f"{SVG}rect")]
    edges = sorted({(x, x + width) for x, width in bands})
    assert len(edges) == 4
    assert edges[0][0] >= 78
    assert edges[-1][1] <= 78 + 284
    assert all(a[1] < b[0] for a, b in itertools.pairwise(edges))


def test_the_sentence_is_a_call_of_torch_and_its_shapes():
    assert shape_view().sentence == (
        "nn.LSTM(10, 30, batch_first=True) learns 5,040 numbers; "
        "weight_ih_l0 (120, 10), output (5, 7, 30), h_n (1, 5, 30), c_n (1, 5, 30)."
    )
    assert shape_view("gru", 3, 4, 2, False, False, 0.5, True, batch=2, length=9).sentence == (
        "nn.GRU(3, 4, num_layers=2, bias=False, dropout=0.5, bidirectional=True) learns 456 numbers; "
        "weight_ih_l0 (12, 3), output (9, 2, 8), h_n (4, 2, 4). "
        "Dropout acts between the layers and changes no shape."
    )


def test_dropout_without_effect_is_said():
    assert shape_view(dropout=0.5).sentence.endswith("With one layer dropout does nothing, and torch warns.")


def test_without_batch_first_time_comes_first():
    assert "(L, N, D·H_out)" in texts(shape_view(batch_first=False))
    assert "(N, L, D·H_out)" in texts(shape_view())


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"kind": "gru", "proj_size": 3}, "proj_size is 3, but only nn.LSTM can project; wanted is 0"),
        ({"hidden_size": 3, "proj_size": 3}, "proj_size is 3; wanted is 0 up to hidden_size - 1 = 2"),
    ],
)
def test_a_projection_that_torch_refuses_is_explained(options, reason):
    view = shape_view(**options)
    assert view.sentence.startswith(f"Torch refuses these arguments: {reason}")
    assert view.sentence in texts(view)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "elman"}, "kind is 'elman'; wanted is one of rnn, gru, lstm"),
        ({"input_size": 0}, "input_size is 0; wanted is at least 1"),
        ({"num_layers": 0, "proj_size": 2}, "num_layers is 0; wanted is at least 1"),
        ({"batch": 0}, "batch is 0; wanted is at least 1"),
        ({"length": 0}, "length is 0; wanted is at least 1"),
        ({"dropout": 1.5}, "dropout is 1.5; wanted is a probability from 0 to 1"),
    ],
)
def test_bad_input_is_named(options, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        shape_view(**options)
