"""Shapes and parameter counts of recurrent layers in closed form, for every constructor argument.

``kind`` is "rnn", "gru" or "lstm". Letters: N batch, L sequence length, D directions (2 if bidirectional,
else 1), H_in ``input_size``, H_cell ``hidden_size``, H_out ``proj_size`` if it is above 0, else H_cell.
"""

from math import prod

GATE_ORDER = {"rnn": ("h",), "gru": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}

Shape = tuple[int, ...]


def parameter_shapes(
    kind: str,
    input_size: int,
    hidden_size: int,
    num_layers: int = 1,
    *,
    bias: bool = True,
    bidirectional: bool = False,
    proj_size: int = 0,
) -> dict[str, Shape]:
    """Return name -> shape of every parameter of the layer, in torch's order.

    With G gates (1, 3 or 4): ``weight_ih`` (G*H_cell, H_in), in upper layers (G*H_cell, D*H_out);
    ``weight_hh`` (G*H_cell, H_out); both biases (G*H_cell,); ``weight_hr`` (H_out, H_cell) with a projection.

    Raises:
        ValueError: a size is not positive, the kind is unknown, or ``proj_size`` does not fit.
    Source: equals ``named_parameters()`` of torch.nn.RNN, GRU and LSTM. Lesson 02.
    """
    _check(kind, input_size, hidden_size, num_layers, proj_size)
    rows = len(GATE_ORDER[kind]) * hidden_size
    out = proj_size or hidden_size
    shapes: dict[str, Shape] = {}
    for layer in range(num_layers):
        width = input_size if layer == 0 else out * (1 + bidirectional)
        for direction in ("", "_reverse")[: 1 + bidirectional]:
            suffix = f"_l{layer}{direction}"
            shapes["weight_ih" + suffix] = (rows, width)
            shapes["weight_hh" + suffix] = (rows, out)
            if bias:
                shapes["bias_ih" + suffix] = (rows,)
                shapes["bias_hh" + suffix] = (rows,)
            if proj_size:
                shapes["weight_hr" + suffix] = (proj_size, hidden_size)
    return shapes


def count_parameters(kind: str, input_size: int, hidden_size: int, num_layers: int = 1, **options) -> int:
    """Return how many numbers the layer learns; ``options`` as in `parameter_shapes`. Lesson 02."""
    return sum(map(prod, parameter_shapes(kind, input_size, hidden_size, num_layers, **options).values()))


def state_shapes(
    kind: str,
    hidden_size: int,
    batch: int | None,
    num_layers: int = 1,
    *,
    bidirectional: bool = False,
    proj_size: int = 0,
) -> dict[str, Shape]:
    """Return the shapes of the states: "h" (D*num_layers, N, H_out); for an LSTM also "c" (..., N, H_cell).

    ``batch=None`` is an unbatched input: the N axis is absent. The states never follow ``batch_first``.

    Raises:
        ValueError: as `parameter_shapes`, or a batch below 1.
    Source: torch.nn.LSTM's ``h_0``, ``c_0``, ``h_n``, ``c_n``. Lesson 02.
    """
    _check(kind, 1, hidden_size, num_layers, proj_size)
    middle = _axis("batch", batch)
    stacked = num_layers * (1 + bidirectional)
    shapes = {"h": (stacked, *middle, proj_size or hidden_size)}
    if kind == "lstm":
        shapes["c"] = (stacked, *middle, hidden_size)
    return shapes


def output_shape(
    hidden_size: int,
    batch: int | None,
    length: int,
    *,
    bidirectional: bool = False,
    proj_size: int = 0,
    batch_first: bool = True,
) -> Shape:
    """Return the shape of ``output``: (N, L, D*H_out), or (L, N, D*H_out) without ``batch_first``.

    ``batch=None`` is an unbatched input: (L, D*H_out).

    Raises:
        ValueError: a size below 1, or a projection that does not fit.
    Source: torch.nn.LSTM's ``output``. Lesson 02.
    """
    _check("lstm", 1, hidden_size, 1, proj_size)
    (steps,) = _axis("length", length)
    width = (proj_size or hidden_size) * (1 + bidirectional)
    batch_axis = _axis("batch", batch)
    return (*batch_axis, steps, width) if batch_first else (steps, *batch_axis, width)


def gate_slice(kind: str, gate: str, hidden_size: int) -> slice:
    """Return the rows of one gate in ``weight_ih``, ``weight_hh`` and the biases.

    Raises:
        ValueError: the kind has no such gate.
    Source: torch stores i, f, g, o (LSTM) and r, z, n (GRU). Lesson 02.
    """
    _check(kind, 1, hidden_size, 1, 0)
    if gate not in GATE_ORDER[kind]:
        raise ValueError(f"gate is {gate!r}; a {kind} has {', '.join(GATE_ORDER[kind])}")
    first = GATE_ORDER[kind].index(gate) * hidden_size
    return slice(first, first + hidden_size)


def _axis(name: str, size: int | None) -> Shape:
    if size is None:
        return ()
    if size < 1:
        raise ValueError(f"{name} is {size}; wanted is at least 1")
    return (size,)


def _check(kind: str, input_size: int, hidden_size: int, num_layers: int, proj_size: int) -> None:
    if kind not in GATE_ORDER:
        raise ValueError(f"kind is {kind!r}; wanted is one of {', '.join(GATE_ORDER)}")
    sizes = {"input_size": input_size, "hidden_size": hidden_size, "num_layers": num_layers}
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name} is {size}; wanted is at least 1")
    if proj_size and kind != "lstm":
        raise ValueError(f"proj_size is {proj_size}, but only nn.LSTM can project; wanted is 0")
    if not 0 <= proj_size < hidden_size:
        raise ValueError(f"proj_size is {proj_size}; wanted is 0 up to hidden_size - 1 = {hidden_size - 1}")
