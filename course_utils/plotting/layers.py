"""Diagrams of recurrent layers: the inside of an LSTM cell, and layers stacked on one another."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from course_utils.alt_text import describe
from course_utils.plotting.drawing import arrow, box, canvas, note
from course_utils.plotting.style import COLOURS

Shape = tuple[int, ...]

STACK_WIDTH, LAYER_PITCH = 6.4, 1.9
GATES = {"i": "sigmoid", "f": "sigmoid", "g": "tanh", "o": "sigmoid"}


def lstm_diagram(input_size: int, hidden_size: int, *, title: str) -> Axes:
    """Draw one step of an LSTM with the size of everything that flows: no batch, one layer, one direction.

    Raises:
        ValueError: a size is below 1.
    """
    for name, size in {"input_size": input_size, "hidden_size": hidden_size}.items():
        if size < 1:
            raise ValueError(f"{name} is {size}; wanted is at least 1")
    axes = canvas(12.4, 5.6, title=title)
    _draw_sums(axes, input_size, hidden_size)
    _draw_gates(axes, hidden_size)
    _draw_memory(axes, hidden_size)
    describe(
        axes,
        f"The input ({input_size}) and the old h ({hidden_size}) are multiplied by weight_ih "
        f"({4 * hidden_size}, {input_size}) and weight_hh ({4 * hidden_size}, {hidden_size}) and give "
        f"{4 * hidden_size} sums. Four gates of {hidden_size} each: f keeps the old c, i lets in the "
        f"candidate g, o shows tanh of the new c as the new h.",
    )
    return axes


def _draw_sums(axes: Axes, input_size: int, hidden_size: int) -> None:
    """Draw how input and old state become the sums of all four gates."""
    rows = 4 * hidden_size
    box(axes, 0.9, 1.1, f"$x_t$\n({input_size},)", colour="input", width=1.2, height=0.8)
    box(axes, 0.9, 2.9, f"$h_{{t-1}}$\n({hidden_size},)", colour="hidden", width=1.2, height=0.8)
    box(axes, 3.2, 1.1, f"weight_ih\n({rows}, {input_size})", width=1.7, height=0.8)
    box(axes, 3.2, 2.9, f"weight_hh\n({rows}, {hidden_size})", width=1.7, height=0.8)
    box(axes, 5.6, 2.0, f"sum\n({rows},)", width=1.2, height=0.8)
    note(axes, 5.6, 0.9, f"+ bias_ih ({rows},)\n+ bias_hh ({rows},)")
    arrow(axes, (5.6, 1.2), (5.6, 1.58))
    for y in (1.1, 2.9):
        arrow(axes, (1.52, y), (2.32, y))
        arrow(axes, (4.07, y), (4.97, 2.0 + 0.1 * (y - 2.0)))


def _draw_gates(axes: Axes, hidden_size: int) -> None:
    for place, (gate, function) in enumerate(GATES.items()):
        y = 3.35 - 0.9 * place
        text = f"{gate}: {function}\n({hidden_size},)"
        box(axes, 7.8, y, text, colour=f"gate_{gate}", width=1.6, height=0.72)
        arrow(axes, (6.22, 2.0), (6.97, y))


def _draw_memory(axes: Axes, hidden_size: int) -> None:
    """Draw the line of c along the top, and h that is read from it."""
    size = f"({hidden_size},)"
    box(axes, 0.9, 4.9, f"$c_{{t-1}}$\n{size}", colour="cell", width=1.2, height=0.8)
    box(axes, 9.6, 4.9, "$f·c + i·g$", colour="cell", width=1.8)
    box(axes, 11.6, 4.9, f"$c_t$\n{size}", colour="cell", width=1.1, height=0.8)
    box(axes, 11.6, 1.1, f"$h_t$\n{size}", colour="hidden", width=1.1, height=0.8)
    box(axes, 11.6, 3.0, "$o$·tanh($c_t$)", colour="hidden", width=1.5)
    arrow(
        axes,
        (1.52, 4.9),
        (8.67, 4.9),
        colour="cell",
        text="the memory: multiplied and added to, nothing else",
    )
    arrow(axes, (10.52, 4.9), (11.02, 4.9), colour="cell")
    arrow(axes, (11.6, 4.47), (11.6, 3.33), colour="cell")
    arrow(axes, (11.6, 2.67), (11.6, 1.52), colour="hidden")
    for place, gate in enumerate("ifg"):
        y = 3.35 - 0.9 * place
        arrow(axes, (8.62, y), (9.3 + 0.3 * place, 4.57), colour=f"gate_{gate}")
    arrow(axes, (8.62, 0.65), (10.82, 2.9), colour="gate_o")


def layer_stacks(layers: Mapping[str, Mapping[str, Shape]], *, title: str) -> Axes:
    """Draw recurrent layers of one direction side by side, stacked from input to output, with every shape.

    Args:
        layers: heading -> shape of every parameter by its name in torch, such as weight_ih_l0.
        title: the finding.

    Raises:
        ValueError: a layer lacks its weights, or there are none.
    """
    stacks = {heading: _stacked(heading, shapes) for heading, shapes in layers.items()}
    if not stacks:
        raise ValueError("layers is empty; wanted is one at least")
    tallest = max(len(stack) for stack in stacks.values())
    axes = canvas(STACK_WIDTH * len(stacks), 2.4 + LAYER_PITCH * tallest, title=title)
    for place, (heading, stack) in enumerate(stacks.items()):
        _draw_stack(axes, STACK_WIDTH * place + 2.5, heading, stack)
    describe(axes, " ".join(_stack_sentence(heading, stack) for heading, stack in stacks.items()))
    return axes


def _stacked(heading: str, shapes: Mapping[str, Shape]) -> list[dict[str, Shape]]:
    """Return the parameters of each layer, from the input up."""
    count = sum(name.startswith("weight_hh_l") for name in shapes)
    stack = [
        {name: shape for name, shape in shapes.items() if name.endswith(f"_l{layer}")}
        for layer in range(count)
    ]
    if not stack or not all(f"weight_ih_l{layer}" in found for layer, found in enumerate(stack)):
        raise ValueError(f"layers[{heading!r}] holds {', '.join(shapes)}; wanted are weights of each layer")
    return stack


def _draw_stack(axes: Axes, x: float, heading: str, stack: list[dict[str, Shape]]) -> None:
    width, units = stack[0]["weight_ih_l0"][1], stack[0]["weight_hh_l0"][1]
    box(axes, x, 0.45, f"input (N, L, {width})", colour="input", width=2.6)
    for layer, shapes in enumerate(stack):
        y = 1.75 + LAYER_PITCH * layer
        arrow(axes, (x, y - LAYER_PITCH + 0.67 if layer else 0.75), (x, y - 0.64))
        _draw_layer(axes, x, y, layer, shapes)
    top = 1.75 + LAYER_PITCH * len(stack)
    arrow(axes, (x, top - LAYER_PITCH + 0.64), (x, top - 0.72))
    box(axes, x, top - 0.4, f"output (N, L, {units})", colour="hidden", width=2.6)
    note(axes, x, top + 0.2, heading, size=11)


def _draw_layer(axes: Axes, x: float, y: float, layer: int, shapes: Mapping[str, Shape]) -> None:
    """Draw a layer as its units, with the shapes of its parameters and what it leaves behind."""
    units = shapes[f"weight_hh_l{layer}"][1]
    box(axes, x, y, colour="cell", width=4.2, height=1.25)
    for unit in range(units):
        place = (x + 0.42 * (unit - (units - 1) / 2), y + 0.38)
        axes.add_patch(Circle(place, 0.14, facecolor=COLOURS["cell"], edgecolor="none"))
    weights = "   ".join(f"{name} {shape}" for name, shape in shapes.items() if name.startswith("weight"))
    biases = "   ".join(f"{name} {shape}" for name, shape in shapes.items() if name.startswith("bias"))
    note(axes, x, y - 0.2, f"{weights}\n{biases}", size=8)
    arrow(axes, (x + 2.12, y), (x + 2.52, y), colour="hidden")
    note(axes, x + 2.6, y, f"h_n[{layer}], c_n[{layer}]\n(N, {units}) each", ha="left", size=8)


def _stack_sentence(heading: str, stack: list[dict[str, Shape]]) -> str:
    listed = "; ".join(", ".join(f"{name} {shape}" for name, shape in shapes.items()) for shapes in stack)
    return f"{heading}, from the input up: {listed}."
