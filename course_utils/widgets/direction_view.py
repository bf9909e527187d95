"""What reaches either half of a bidirectional output: the wiring, layer by layer, and what was measured."""

import math
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import numpy as np

from course_utils.plotting import COLOURS
from course_utils.widgets.checks import checked_shape, checked_whole
from course_utils.widgets.explorer import View
from course_utils.widgets.svg import MUTED, OTHER, add, picture, to_text

HALVES = ("forward", "backward")
MOST_STEPS, MOST_LAYERS = 10, 4
PANEL, LEFT, TOP = 410, 24, 62  # width of the panel of one half, its first column, the topmost row of states
ROW, BARS = 30, 60  # distance of two rows of states, height of the longest bar
REACHED = COLOURS["hidden"]
LEGEND = "ring: the state that is read; filled: all that reaches it; bars: measured influence, log scale"

Node = tuple[int, int, int]  # layer from 1, direction (0 reads forward, 1 backward), step; layer 0: an input
Influences = Mapping[int, np.ndarray]


def direction_view(influences: Influences, step: int, num_layers: int) -> View:
    """Draw which states and inputs reach the two halves of output[:, step], and how strongly the inputs do.

    Args:
        influences: for each number of layers, what `inspection.influence_on_halves` measures at every step:
            [0, t, s] is the influence of x[:, s] on the forward half of output[:, t], [1, t, s] on the
            backward half.
        step: the step of the output, from 0.
        num_layers: one of the numbers in ``influences``.

    Shape:
        every array (2, L, L), with L up to 10.

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: Schuster and Paliwal (1997) for the wiring. Lesson 05.
    """
    tables = checked_influences(influences)
    if num_layers not in tables:
        raise ValueError(f"num_layers is {num_layers}; wanted is one of {', '.join(map(str, tables))}")
    table = tables[num_layers]
    step = checked_whole("step", step, table.shape[1] - 1)
    measured = table[:, step]  # (2, L)
    sentence = _sentence(measured, step, num_layers)
    height = TOP + 2 * ROW * num_layers + 2 * ROW + BARS
    root = picture(2 * PANEL, height, sentence, _description(measured))
    add(root, "text", LEGEND, x=LEFT - 8, y=37, fill=MUTED, font_size=11)
    for half in (0, 1):
        _draw_panel(root, half, step, num_layers, measured)
    return View(to_text(root), sentence)


def checked_influences(influences: Influences) -> dict[int, np.ndarray]:
    """Return the tables as arrays, or raise the ValueError that says what does not fit."""
    if not influences:
        raise ValueError("influences is empty; wanted is one table at least")
    length = len(np.asarray(next(iter(influences.values()))).T)
    if length > MOST_STEPS:
        raise ValueError(f"influences holds {length} steps; wanted are at most {MOST_STEPS}")
    tables = {}
    for layers, table in influences.items():
        if layers not in range(1, MOST_LAYERS + 1):
            raise ValueError(f"influences holds {layers!r} layers; wanted is 1 up to {MOST_LAYERS}")
        tables[layers] = checked_shape(f"influences[{layers}]", table, (2, length, length))
        if not (np.isfinite(tables[layers]) & (tables[layers] >= 0)).all():
            raise ValueError(f"influences[{layers}] holds a number that is no influence; wanted is 0 or more")
    return tables


def reaching(half: int, step: int, num_layers: int, length: int) -> set[Node]:
    """Return all states and inputs from which a path leads to one half of the output at a step.

    Args:
        half: 0 for the forward half, 1 for the backward half.
        step: of the output.
        num_layers: of the network.
        length: steps of the sequence.

    Source: a state is fed by its neighbour in its own direction, and by both states of the layer below.
    Lesson 05.
    """
    found, waiting = set(), [(num_layers, half, step)]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += feeders(node, length)
    return found


def feeders(node: Node, length: int) -> Iterator[Node]:
    """Yield the states, or the input, that a state is computed from."""
    layer, direction, step = node
    before = step + (1 if direction else -1)
    if layer and 0 <= before < length:
        yield layer, direction, before
    if layer == 1:
        yield 0, 0, step
    elif layer:
        yield from ((layer - 1, below, step) for below in (0, 1))


def _sentence(measured: np.ndarray, step: int, num_layers: int) -> str:
    layers = f"{num_layers} layer{'s' * (num_layers > 1)}"
    forward, backward = (_moved_by(half) for half in measured)
    moved = f"the forward half is moved by {forward}, the backward half by {backward}"
    return f"{layers}, output[:, {step}]: {moved}."


def _moved_by(half: np.ndarray) -> str:
    steps = np.flatnonzero(half)
    if len(steps) == len(half):
        return f"all {len(half)} inputs"
    if len(steps) == 0:
        return "no input"
    if len(steps) == 1:
        return f"x[:, {steps[0]}] alone"
    if len(steps) == steps[-1] - steps[0] + 1:
        return f"x[:, {steps[0]}] to x[:, {steps[-1]}]"
    return "the inputs of steps " + ", ".join(map(str, steps))


def _description(measured: np.ndarray) -> str:
    parts = (
        f"{name} half: " + ", ".join(f"x[{step}] {_short(value)}" for step, value in enumerate(half))
        for name, half in zip(HALVES, measured, strict=True)
    )
    return f"Measured influence of each input. {'; '.join(parts)}."


def _draw_panel(root: Element, half: int, step: int, num_layers: int, measured: np.ndarray) -> None:
    length = measured.shape[1]
    reached = reaching(half, step, num_layers, length)
    panel = add(root, "g", transform=f"translate({half * PANEL} 0)")
    heading = f"{HALVES[half]} half of output[:, {step}]"
    add(panel, "text", heading, x=LEFT - 8, y=18, font_size=14, font_weight="bold")
    _draw_wires(panel, reached, num_layers, length)
    for layer in range(1, num_layers + 1):
        for direction in (0, 1):
            for place in range(length):
                _draw_state(panel, (layer, direction, place), reached, num_layers, length)
            y = _row(layer, direction, num_layers)
            add(panel, "text", f"{'→←'[direction]} {layer}", x=PANEL - 38, y=y + 5, fill=MUTED)
    chosen = (num_layers, half, step)
    x, y = _place(chosen, num_layers, length)
    add(panel, "circle", cx=x, cy=y, r=13, fill="none", stroke=COLOURS["truth"], stroke_width=3)
    _draw_inputs(panel, measured, half, num_layers)


def _row(layer: int, direction: int, num_layers: int) -> float:
    """Return the height of a row of states; the top layer stands on top, its backward row above."""
    return TOP + ROW * (2 * (num_layers - layer) + 1 - direction) if layer else TOP + 2 * ROW * num_layers


def _place(node: Node, num_layers: int, length: int) -> tuple[float, float]:
    layer, direction, step = node
    pitch = (PANEL - 2 * LEFT - 40) / max(1, length - 1)
    aside = 0 if layer == 0 else (-5, 5)[direction]  # so that vertical wires do not run through states
    return LEFT + 6 + pitch * step + aside, _row(layer, direction, num_layers)


def _draw_wires(panel: Element, reached: set[Node], num_layers: int, length: int) -> None:
    lines = []
    for node in sorted(reached):
        x, y = _place(node, num_layers, length)
        for feeder in feeders(node, length):
            start_x, start_y = _place(feeder, num_layers, length)
            lines.append(f"M{start_x:.1f} {start_y:.1f}L{x:.1f} {y:.1f}")
    add(panel, "path", d="".join(lines), stroke=REACHED, stroke_width=1.2, stroke_opacity=0.55, fill="none")


def _draw_state(panel: Element, node: Node, reached: set[Node], num_layers: int, length: int) -> None:
    x, y = _place(node, num_layers, length)
    colour, radius = (REACHED, 7) if node in reached else (OTHER, 4)
    circle = add(panel, "circle", cx=x, cy=y, r=radius, stroke=colour, stroke_width=1.5)
    circle.set("fill", REACHED if node in reached else "none")


def _draw_inputs(panel: Element, measured: np.ndarray, half: int, num_layers: int) -> None:
    length = measured.shape[1]
    add(panel, "text", "x", x=PANEL - 38, y=_row(0, 0, num_layers) + 5, fill=MUTED)
    for step, value in enumerate(measured[half]):
        x, y = _place((0, 0, step), num_layers, length)
        frame = {"x": x - 9, "y": y - 9, "width": 18, "height": 18, "stroke_width": 1.5}
        text = {"x": x, "font_size": 11, "text_anchor": "middle"}
        add(panel, "rect", **frame, fill=REACHED if value else "none", stroke=REACHED if value else OTHER)
        add(panel, "text", str(step), y=y + 4, fill="#ffffff" if value else MUTED, **text)
        bar, floor = BARS * _bar_share(value, measured), y + 16 + BARS
        add(panel, "rect", x=x - 6, y=floor - bar, width=12, height=bar, fill=REACHED)
        add(panel, "text", _short(value), y=floor + 14, font_weight="normal" if value else "bold", **text)


def _bar_share(value: float, measured: np.ndarray) -> float:
    """Return the length of a bar as a share of the longest, on a log scale over four powers of ten."""
    if not value:
        return 0.0
    return max(0.04, 1 + math.log10(value / measured.max()) / 4)


def _short(value: float) -> str:
    if not value:
        return "0"
    return f"{value:.2f}" if value >= 0.01 else f"{value:.0e}".replace("e-0", "e-")
