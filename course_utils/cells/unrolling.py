"""The loop over time, layers and directions that turns a cell into a layer."""

from collections.abc import Callable, Mapping
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from course_utils.cells.steps import check_shape, gru_cell, lstm_cell, rnn_cell
from course_utils.shapes import parameter_shapes, state_shapes

CELLS = {"rnn": rnn_cell, "gru": gru_cell, "lstm": lstm_cell}
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")

States = tuple[Tensor, ...]  # (h,) or (h, c)
Step = Callable[[Tensor, States], States]


def unroll(
    kind: str,
    parameters: Mapping[str, Tensor] | nn.Module,
    inputs: Tensor | PackedSequence,
    state: Tensor | tuple[Tensor, Tensor] | None = None,
    *,
    batch_first: bool = True,
    nonlinearity: str = "tanh",
) -> tuple[Tensor | PackedSequence, Tensor | tuple[Tensor, Tensor]]:
    """Read whole sequences, step by step, layer by layer, direction by direction.

    The number of layers, the directions, the biases and the projection are read off the parameters' names and
    shapes. There is no dropout: the result is that of a layer in eval mode.

    Args:
        kind: "rnn", "gru" or "lstm".
        parameters: name -> tensor as from ``named_parameters()`` or ``state_dict()`` of a torch layer, or the
            layer itself, of which only the parameters are used.
        inputs: the sequences, padded or packed.
        state: h_0, for an lstm (h_0, c_0); zeros where it is left out.
        batch_first: whether N stands before L in padded inputs and output. (In torch.nn it is False unless
            you say so.)
        nonlinearity: of a plain RNN, "tanh" or "relu".

    Returns:
        (output, h_n), for an lstm (output, (h_n, c_n)); output is packed where the inputs are.

    Shape:
        inputs (N, L, H_in), or (L, N, H_in) without ``batch_first``; h_0 (D*num_layers, N, H_out);
        c_0 (D*num_layers, N, H_cell) -> output (N, L, D*H_out), or (L, N, D*H_out); h_n, c_n as h_0, c_0.
        For a single sequence the N axis is absent.

    Raises:
        ValueError: a name or a shape does not fit; the message names it and says what is wanted.

    Source: Elman (1990), Schuster and Paliwal (1997); equals torch.nn.RNN, GRU and LSTM. Lesson 02.
    """
    if isinstance(parameters, nn.Module):
        parameters = dict(parameters.named_parameters())
    sizes = _sizes(kind, parameters)
    layers = _layers(parameters, sizes, nonlinearity)
    if isinstance(inputs, PackedSequence):
        output, final = _unroll_packed(layers, sizes, inputs, state)
    else:
        by_time = _by_time(inputs, sizes["input_size"], batch_first)
        output, final = _unroll_layers(layers, by_time, _first_states(sizes, by_time, state))
        output = output.transpose(0, 1) if batch_first and output.ndim == 3 else output
    return output, final if kind == "lstm" else final[0]


# --- the loops ----------------------------------------------------------------------------------------------


def _unroll_layers(
    layers: list[list[Step]], inputs: Tensor, first: States, present: Tensor | None = None
) -> tuple[Tensor, States]:
    """Read (L, N, H_in) with every layer; each reads the output of the one below, both directions of it."""
    forwards = range(len(inputs))
    finals = []
    for steps in layers:
        halves = []
        for step, times in zip(steps, (forwards, forwards[::-1]), strict=False):
            state = tuple(part[len(finals)] for part in first)  # (N, H_out), for an lstm also (N, H_cell)
            half, final = _unroll_direction(step, inputs, state, times, present)
            halves.append(half)
            finals.append(final)
        inputs = torch.cat(halves, dim=-1)  # (L, N, D*H_out)
    return inputs, tuple(torch.stack(parts) for parts in zip(*finals, strict=True))


def _unroll_direction(
    step: Step, inputs: Tensor, state: States, times: range, present: Tensor | None
) -> tuple[Tensor, States]:
    """Step through the times; where a sequence has no such step, its state stays as it is."""
    outputs = [inputs] * len(inputs)
    for t in times:
        following = step(inputs[t], state)
        if present is not None:
            pairs = zip(following, state, strict=True)
            following = tuple(torch.where(present[t], after, before) for after, before in pairs)
        state = following
        outputs[t] = state[0]
    return torch.stack(outputs), state  # (L, N, H_out)


def _unroll_packed(
    layers: list[list[Step]], sizes: dict, packed: PackedSequence, state: Tensor | States | None
) -> tuple[PackedSequence, States]:
    """Pad, read and pack again, all in the packed order, in which the longest sequence comes first."""
    data, batch_sizes, into_order, out_of_order = packed
    check_shape("inputs.data", data, (len(data), sizes["input_size"]))
    padded, lengths = pad_packed_sequence(PackedSequence(data, batch_sizes))  # (L, N, H_in), (N,)
    present = (torch.arange(len(padded))[:, None] < lengths).to(data.device)  # (L, N)
    first = _reordered(_first_states(sizes, padded, state), into_order)
    output, final = _unroll_layers(layers, padded, first, present[..., None])
    return PackedSequence(output[present], *packed[1:]), _reordered(final, out_of_order)


def _reordered(states: States, order: Tensor | None) -> States:
    return states if order is None else tuple(part.index_select(1, order) for part in states)


# --- what the arguments say ---------------------------------------------------------------------------------


def _sizes(kind: str, parameters: Mapping[str, Tensor]) -> dict:
    """Return the arguments of `parameter_shapes` that give these names and shapes, or refuse them."""
    for name in ("weight_ih_l0", "weight_hh_l0"):
        if name not in parameters or parameters[name].ndim != 2:
            raise ValueError(f"parameters has no matrix {name}; wanted are the names of a torch.nn layer")
    weight_hr = parameters.get("weight_hr_l0")
    sizes = {
        "kind": kind,
        "input_size": parameters["weight_ih_l0"].shape[1],
        "hidden_size": (parameters["weight_hh_l0"] if weight_hr is None else weight_hr).shape[-1],
        "num_layers": sum(name.startswith("weight_ih_l") for name in parameters),
        "bias": "bias_ih_l0" in parameters,
        "bidirectional": "weight_ih_l0_reverse" in parameters,
        "proj_size": 0 if weight_hr is None else len(weight_hr),
    }
    sizes["num_layers"] //= 1 + sizes["bidirectional"]
    wanted = parameter_shapes(**sizes)
    for name in sorted(wanted.keys() ^ parameters.keys()):
        what = "lacks" if name in wanted else "has the unknown name"
        raise ValueError(f"parameters {what} {name}; wanted are {', '.join(wanted)}")
    for name, shape in wanted.items():
        check_shape(name, parameters[name], shape)
    return sizes


def _layers(parameters: Mapping[str, Tensor], sizes: dict, nonlinearity: str) -> list[list[Step]]:
    """Return the steps of every layer, one for each direction, with their parameters filled in."""
    if sizes["kind"] != "rnn" and nonlinearity != "tanh":
        raise ValueError(f"nonlinearity is {nonlinearity!r}; only an rnn has the choice, wanted is 'tanh'")
    more = {"nonlinearity": nonlinearity} if sizes["kind"] == "rnn" else {}
    suffixes = ("", "_reverse")[: 1 + sizes["bidirectional"]]
    return [
        [_step(sizes["kind"], parameters, f"_l{layer}{suffix}", more) for suffix in suffixes]
        for layer in range(sizes["num_layers"])
    ]


def _step(kind: str, parameters: Mapping[str, Tensor], suffix: str, more: dict) -> Step:
    own = {name: parameters[name + suffix] for name in NAMES if name + suffix in parameters}
    cell = partial(CELLS[kind], **own, **more)
    return cell if kind == "lstm" else lambda x, state: (cell(x, *state),)


def _by_time(inputs: Tensor, input_size: int, batch_first: bool) -> Tensor:
    """Return the inputs as (L, N, H_in), or (L, H_in) for a single sequence."""
    if inputs.ndim not in (2, 3) or 0 in inputs.shape or inputs.shape[-1] != input_size:
        axes = f"(N, L, {input_size})" if batch_first else f"(L, N, {input_size})"
        raise ValueError(f"inputs has shape {tuple(inputs.shape)}; wanted is {axes} with N and L at least 1")
    return inputs.transpose(0, 1) if batch_first and inputs.ndim == 3 else inputs


def _first_states(sizes: dict, by_time: Tensor, state: Tensor | States | None) -> States:
    """Return (h_0,) or (h_0, c_0): the given ones, or zeros."""
    batch = by_time.shape[1] if by_time.ndim == 3 else None
    same = {name: sizes[name] for name in ("kind", "hidden_size", "num_layers", "bidirectional", "proj_size")}
    wanted = state_shapes(batch=batch, **same)
    if state is None:
        return tuple(by_time.new_zeros(shape) for shape in wanted.values())
    states = (state,) if isinstance(state, Tensor) else tuple(state)
    if len(states) != len(wanted):
        names = " and ".join(f"{name}_0" for name in wanted)
        raise ValueError(f"state holds {len(states)} tensor(s); wanted is {len(wanted)}: {names}")
    for (name, shape), part in zip(wanted.items(), states, strict=True):
        check_shape(f"{name}_0", part, shape)
    return states
