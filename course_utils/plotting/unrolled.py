"""Diagram of a recurrent layer, unrolled: the same step once for each input, with the shape of everything."""

from itertools import pairwise

from matplotlib.axes import Axes

from course_utils.alt_text import describe
from course_utils.plotting.drawing import arrow, box, canvas, note

PITCH = 2.5  # from one step to the next
FIRST = 2.3  # where step 1 stands
INPUT, CELL, OUTPUT = 0.6, 2.1, 3.6  # heights
NARROWEST = 8.0  # sheet that the remark above fits on
DRAWN = 4  # steps drawn one by one; of longer sequences the first three and the last


def unrolled_rnn(*, batch: int, length: int, input_size: int, hidden_size: int, title: str) -> Axes:
    """Draw an RNN of one layer over time: inputs below, states from left to right, the output above.

    Args:
        batch: sequences, N.
        length: steps, L; of more than four the first three and the last are drawn.
        input_size: H_in.
        hidden_size: H.
        title: what the diagram says.

    Raises:
        ValueError: a size is below 1.
    """
    sizes = {"batch": batch, "length": length, "input_size": input_size, "hidden_size": hidden_size}
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name} is {size}; wanted is at least 1")
    steps = list(range(1, length + 1)) if length <= DRAWN else [1, 2, 3, length]
    places = [FIRST + PITCH * place + (0.6 if step > place + 1 else 0) for place, step in enumerate(steps)]
    axes = canvas(max(places[-1] + 3.1, NARROWEST), 5.0, title=title)
    for step, x in zip(steps, places, strict=True):
        _draw_step(axes, step, x, (batch, input_size), (batch, hidden_size))
    _draw_states(axes, steps, places, (1, batch, hidden_size))
    note(axes, 0.05, INPUT, f"input\n{(batch, length, input_size)}", ha="left")
    note(axes, 0.05, OUTPUT, f"output\n{(batch, length, hidden_size)}", ha="left")
    _name_weights(axes, places, input_size, hidden_size)
    describe(axes, _sentence(batch, length, input_size, hidden_size))
    return axes


def _draw_step(axes: Axes, step: int, x: float, input_shape: tuple, state_shape: tuple) -> None:
    box(axes, x, INPUT, f"$x_{{{step}}}$  {input_shape}", colour="input", width=1.5)
    box(axes, x, CELL, "tanh", colour="hidden", width=1.0, height=0.8)
    box(axes, x, OUTPUT, f"$h_{{{step}}}$  {state_shape}", colour="hidden", width=1.5)
    arrow(axes, (x, INPUT + 0.3), (x, CELL - 0.4), colour="input")
    arrow(axes, (x, CELL + 0.4), (x, OUTPUT - 0.3), colour="hidden")


def _draw_states(axes: Axes, steps: list[int], places: list[float], shape: tuple) -> None:
    """Draw h_0, the arrows that hand the state on, dashed where steps are left out, and h_n."""
    box(axes, 0.65, CELL, f"$h_0$\n{shape}", colour="hidden", width=1.2, height=0.8)
    end = places[-1] + 2.4
    box(axes, end, CELL, f"$h_n$\n{shape}", colour="hidden", width=1.2, height=0.8)
    arrow(axes, (1.25, CELL), (places[0] - 0.5, CELL), colour="hidden")
    arrow(axes, (places[-1] + 0.5, CELL), (end - 0.6, CELL), colour="hidden")
    for number, (left, right) in enumerate(pairwise(places)):
        skips = steps[number + 1] > steps[number] + 1
        style = "--" if skips else "-"
        arrow(axes, (left + 0.5, CELL), (right - 0.5, CELL), colour="hidden", style=style)
        if skips:
            note(axes, (left + right) / 2, INPUT, "…", size=14)
            note(axes, (left + right) / 2, OUTPUT, "…", size=14)


def _name_weights(axes: Axes, places: list[float], input_size: int, hidden_size: int) -> None:
    """Write each matrix once, beside the first arrow that it stands for."""
    x = places[0]
    note(axes, x + 0.1, INPUT + 0.62, f"$W_{{ih}}$ {(hidden_size, input_size)}", ha="left")
    note(axes, x + 0.55, CELL + 0.12, f"$W_{{hh}}$ {(hidden_size, hidden_size)}", ha="left", va="bottom")
    note(axes, 0.05, 4.5, "every step uses the same two matrices and the same two biases", ha="left")


def _sentence(batch: int, length: int, input_size: int, hidden_size: int) -> str:
    return (
        f"A recurrent layer unrolled over {length} steps. Each step takes its input, {(batch, input_size)}, "
        f"and the state of the step before, {(batch, hidden_size)}, through the same weights, W_ih "
        f"{(hidden_size, input_size)} and W_hh {(hidden_size, hidden_size)}, and a tanh. The states of all "
        f"steps are the output, {(batch, length, hidden_size)}; the last one is h_n, "
        f"{(1, batch, hidden_size)}."
    )
