"""Every shape of a recurrent layer in one picture: parameters with their gate bands, output and states."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from course_utils.plotting import COLOURS
from course_utils.shapes import (
    GATE_ORDER,
    Shape,
    count_parameters,
    gate_slice,
    output_shape,
    parameter_shapes,
    state_shapes,
)
from course_utils.widgets.explorer import View
from course_utils.widgets.svg import MUTED, OTHER, add, picture, to_text

BAND_COLOURS = {
    "i": "gate_i", "f": "gate_f", "g": "gate_g", "o": "gate_o",
    "r": "gate_i", "z": "gate_f", "n": "gate_g", "h": "hidden",
}  # fmt: skip
WIDTH, HEIGHT = 810, 372
BLOCKS_LEFT, BLOCKS_WIDTH, BLOCKS_TOP, BLOCKS_HEIGHT = 78, 284, 62, 208
GAP, BIAS_SLOT, NARROWEST = 6, 44, 50  # a block is at least as wide as its name, and a bias is a line
TABLE_LEFT, TABLE_TOP, LINE = 388, 56, 24
COUNT_TOP, STATES_TOP = 266, 316
DEFAULTS = {
    "num_layers": 1, "bias": True, "batch_first": False, "dropout": 0, "bidirectional": False, "proj_size": 0,
}  # fmt: skip


def shape_view(
    kind: str = "lstm",
    input_size: int = 10,
    hidden_size: int = 30,
    num_layers: int = 1,
    bias: bool = True,
    batch_first: bool = True,
    dropout: float = 0.0,
    bidirectional: bool = False,
    proj_size: int = 0,
    batch: int = 5,
    length: int = 7,
) -> View:
    """Draw the shapes of a layer: the constructor arguments of torch's layer, and the input's N and L.

    A ``proj_size`` that torch refuses is no error here: the view says why it is refused.

    Raises:
        ValueError: the kind is unknown, a size is below 1, or dropout is no probability.

    Source: torch.nn.RNN, GRU and LSTM. Lesson 02.
    """
    if not 0 <= dropout <= 1:
        raise ValueError(f"dropout is {dropout}; wanted is a probability from 0 to 1")
    parameter_shapes(kind, input_size, hidden_size, num_layers)
    options = {"bidirectional": bidirectional, "proj_size": proj_size}
    try:
        parameters = parameter_shapes(kind, input_size, hidden_size, num_layers, bias=bias, **options)
    except ValueError as refusal:
        return _refused(str(refusal))
    results = {"output": output_shape(hidden_size, batch, length, batch_first=batch_first, **options)}
    states = state_shapes(kind, hidden_size, batch, num_layers, **options)
    results |= {f"{name}_n": shape for name, shape in states.items()}
    given = {"num_layers": num_layers, "bias": bias, "batch_first": batch_first, "dropout": dropout}
    layer = _Layer(
        kind,
        hidden_size,
        batch_first,
        _call(kind, input_size, hidden_size, given | options),
        count_parameters(kind, input_size, hidden_size, num_layers, bias=bias, **options),
        parameters,
        results,
    )
    sentence = _sentence(layer) + _remark(num_layers, dropout)
    return View(_draw(layer, sentence), sentence)


class _Layer(NamedTuple):
    """What is drawn of a layer."""

    kind: str
    hidden_size: int
    batch_first: bool
    call: str
    count: int
    parameters: dict[str, Shape]
    results: dict[str, Shape]


def _call(kind: str, input_size: int, hidden_size: int, given: dict[str, object]) -> str:
    """Write the call of torch that makes this layer, without arguments that have their default value."""
    more = [f"{name}={value}" for name, value in given.items() if value != DEFAULTS[name]]
    return f"nn.{kind.upper()}({', '.join([str(input_size), str(hidden_size), *more])})"


def _sentence(layer: _Layer) -> str:
    shown = {"weight_ih_l0": layer.parameters["weight_ih_l0"], **layer.results}
    shapes = ", ".join(f"{name} {shape}" for name, shape in shown.items())
    return f"{layer.call} learns {layer.count:,} numbers; {shapes}."


def _remark(num_layers: int, dropout: float) -> str:
    if not dropout:
        return ""
    if num_layers == 1:
        return " With one layer dropout does nothing, and torch warns."
    return " Dropout acts between the layers and changes no shape."


def _refused(refusal: str) -> View:
    sentence = f"Torch refuses these arguments: {refusal}."
    root = picture(WIDTH, 60, sentence, "There is no such layer, so no shapes are drawn.")
    add(root, "text", sentence, x=10, y=34)
    return View(to_text(root), sentence)


def _draw(layer: _Layer, sentence: str) -> str:
    shapes = {**layer.parameters, **layer.results}
    listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
    root = picture(WIDTH, HEIGHT, sentence, f"All shapes: {listed}.")
    add(root, "text", layer.call, x=8, y=20, font_size=15, font_weight="bold")
    _draw_bands(root, layer)
    _draw_table(root, layer.parameters)
    add(root, "text", f"{layer.count:,} numbers to learn", x=TABLE_LEFT, y=COUNT_TOP, font_weight="bold")
    _draw_results(root, layer)
    return to_text(root)


def _draw_results(root: Element, layer: _Layer) -> None:
    """Write the shapes of what the layer returns, and beneath each what its axes mean."""
    axes = {
        "output": "(N, L, D·H_out)" if layer.batch_first else "(L, N, D·H_out)",
        "h_n": "(D·num_layers, N, H_out)",
        "c_n": "(D·num_layers, N, H_cell)",
    }
    for place, (name, shape) in enumerate(layer.results.items()):
        x = 8 + 270 * place
        add(root, "text", name, x=x, y=STATES_TOP, font_weight="bold")
        add(root, "text", str(shape), x=x + 60, y=STATES_TOP, font_size=15)
        add(root, "text", axes[name], x=x + 60, y=STATES_TOP + 20, fill=MUTED, font_size=11)


def _draw_bands(root: Element, layer: _Layer) -> None:
    """Draw the first layer's parameters as blocks, a band a gate, the wider the more columns they have."""
    shapes = layer.parameters.items()
    first = {name.removesuffix("_l0"): shape for name, shape in shapes if name.endswith("_l0")}
    first.pop("weight_hr", None)
    room = BLOCKS_WIDTH - GAP * (len(first) - 1) - BIAS_SLOT * ("bias_ih" in first) * 2
    share = first["weight_ih"][1] / (first["weight_ih"][1] + first["weight_hh"][1])
    width = min(max(room * share, NARROWEST), room - NARROWEST)
    slots = {"weight_ih": width, "weight_hh": room - width, "bias_ih": BIAS_SLOT, "bias_hh": BIAS_SLOT}
    x = BLOCKS_LEFT
    for name in first:
        _draw_block(root, layer.kind, name, x, slots[name])
        x += slots[name] + GAP
    _name_bands(root, layer.kind, layer.hidden_size)


def _draw_block(root: Element, kind: str, name: str, x: float, slot: float) -> None:
    middle, height = x + slot / 2, BLOCKS_HEIGHT / len(GATE_ORDER[kind])
    width = 8 if name.startswith("bias") else slot
    add(root, "text", name, x=middle, y=BLOCKS_TOP - 8, font_size=11, text_anchor="middle")
    for place, gate in enumerate(GATE_ORDER[kind]):
        y = BLOCKS_TOP + place * height
        colour = COLOURS[BAND_COLOURS[gate]]
        add(root, "rect", x=middle - width / 2, y=y, width=width, height=height - 2, fill=colour)


def _name_bands(root: Element, kind: str, hidden_size: int) -> None:
    """Write gate and rows beside the bands, rows counted as in Python: the last one is not included."""
    height = BLOCKS_HEIGHT / len(GATE_ORDER[kind])
    for place, gate in enumerate(GATE_ORDER[kind]):
        rows = gate_slice(kind, gate, hidden_size)
        y = BLOCKS_TOP + (place + 0.5) * height
        add(root, "text", gate, x=8, y=y + 5, font_size=16, font_weight="bold")
        add(root, "text", f"{rows.start}:{rows.stop}", x=28, y=y + 5, fill=MUTED, font_size=12)


def _draw_table(root: Element, parameters: dict[str, Shape]) -> None:
    """Write the shape of every parameter, a line for each layer and direction."""
    kinds = list(dict.fromkeys(name.split("_l")[0] for name in parameters))
    places = list(dict.fromkeys("l" + name.split("_l")[1] for name in parameters))
    pitch = (WIDTH - TABLE_LEFT - 76) / len(kinds)
    heading = {"y": TABLE_TOP - 6, "fill": MUTED, "font_size": 13 if len(kinds) < 5 else 11}
    for column, what in enumerate(kinds):
        add(root, "text", what, x=TABLE_LEFT + 80 + pitch * column, **heading)
    add(root, "path", d=f"M{TABLE_LEFT} {TABLE_TOP + 2}H{WIDTH - 4}", stroke=OTHER)
    for line, place in enumerate(places, 1):
        y = TABLE_TOP + LINE * line
        add(root, "text", f"_{place}", x=TABLE_LEFT, y=y, fill=MUTED)
        for column, what in enumerate(kinds):
            shape = parameters[f"{what}_{place}"]
            add(root, "text", str(shape), x=TABLE_LEFT + 80 + pitch * column, y=y)
