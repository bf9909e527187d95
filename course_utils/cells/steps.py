"""One step of each recurrent cell, as its equations.

Arguments, shapes and numbers are those of torch's own cells. The N axis may be absent from x and the state.
"""

import torch
from torch import Tensor
from torch.nn.functional import linear

NONLINEARITIES = {"tanh": torch.tanh, "relu": torch.relu}


def rnn_cell(
    x: Tensor,
    h: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None = None,
    bias_hh: Tensor | None = None,
    *,
    nonlinearity: str = "tanh",
) -> Tensor:
    """One step of the plain RNN: h' = tanh(W_ih x + b_ih + W_hh h + b_hh).

    Args:
        x: input of this step.
        h: state of the step before.
        weight_ih, weight_hh, bias_ih, bias_hh: the parameters; the biases may be left out.
        nonlinearity: "tanh", or "relu" in its place.

    Shape:
        x (N, H_in); h (N, H); weight_ih (H, H_in); weight_hh (H, H); biases (H,) -> h' (N, H).

    Raises:
        ValueError: a shape does not fit, or the nonlinearity is unknown.

    Source: Elman (1990); equals torch.rnn_tanh_cell and torch.rnn_relu_cell. Lesson 01.
    """
    if nonlinearity not in NONLINEARITIES:
        raise ValueError(f"nonlinearity is {nonlinearity!r}; wanted is one of {', '.join(NONLINEARITIES)}")
    _check_step(1, x, {"h": h}, weight_ih, weight_hh, bias_ih, bias_hh)
    squash = NONLINEARITIES[nonlinearity]
    return squash(linear(x, weight_ih, bias_ih) + linear(h, weight_hh, bias_hh))  # (N, H)


def lstm_cell(
    x: Tensor,
    state: tuple[Tensor, Tensor],
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None = None,
    bias_hh: Tensor | None = None,
    *,
    weight_hr: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """One LSTM step: c' = f*c + i*g, h' = o*tanh(c').

    Args:
        x: input of this step.
        state: (h, c) of the step before.
        weight_ih, weight_hh, bias_ih, bias_hh: the parameters; the biases may be left out.
        weight_hr: the projection of h', for a layer with ``proj_size``.

    Shape:
        x (N, H_in); h, c (N, H); weight_ih (4H, H_in); weight_hh (4H, H); biases (4H,) -> h', c' (N, H).
        Rows in gate order i, f, g, o. With weight_hr (H_out, H): h (N, H_out); weight_hh (4H, H_out).

    Raises:
        ValueError: a shape does not fit; the message names the argument, its shape and the expected one.

    Source: Hochreiter and Schmidhuber (1997), Gers et al. (2000); equals torch.lstm_cell. Lesson 02.
    """
    if not isinstance(state, tuple | list) or len(state) != 2:
        raise ValueError(f"state is a {type(state).__name__}; wanted is the pair (h, c)")
    h, c = state
    _check_step(4, x, {"h": h, "c": c}, weight_ih, weight_hh, bias_ih, bias_hh, weight_hr)
    gates = linear(x, weight_ih, bias_ih) + linear(h, weight_hh, bias_hh)  # (N, 4H)
    i, f, g, o = gates.chunk(4, dim=-1)  # (N, H) each
    i = torch.sigmoid(i)  # how much of the candidate enters
    f = torch.sigmoid(f)  # how much of the cell stays
    g = torch.tanh(g)  # the candidate
    o = torch.sigmoid(o)  # how much of the cell is shown
    c = f * c + i * g  # (N, H)
    h = o * torch.tanh(c)  # (N, H)
    return (h if weight_hr is None else linear(h, weight_hr)), c


def gru_cell(
    x: Tensor,
    h: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None = None,
    bias_hh: Tensor | None = None,
) -> Tensor:
    """One GRU step: h' = (1 - z)*n + z*h, where n = tanh(W_in x + b_in + r*(W_hn h + b_hn)).

    Args:
        x: input of this step.
        h: state of the step before.
        weight_ih, weight_hh, bias_ih, bias_hh: the parameters; the biases may be left out.

    Shape:
        x (N, H_in); h (N, H); weight_ih (3H, H_in); weight_hh (3H, H); biases (3H,) -> h' (N, H).
        Rows in gate order r, z, n.

    Raises:
        ValueError: a shape does not fit; the message names the argument, its shape and the expected one.

    Source: Cho et al. (2014), with the reset gate applied after the product, as torch.gru_cell does.
        Lesson 07.
    """
    _check_step(3, x, {"h": h}, weight_ih, weight_hh, bias_ih, bias_hh)
    x_r, x_z, x_n = linear(x, weight_ih, bias_ih).chunk(3, dim=-1)  # (N, H) each
    h_r, h_z, h_n = linear(h, weight_hh, bias_hh).chunk(3, dim=-1)  # (N, H) each
    r = torch.sigmoid(x_r + h_r)  # how much of the state the candidate sees
    z = torch.sigmoid(x_z + h_z)  # how much of the state stays
    n = torch.tanh(x_n + r * h_n)  # the candidate
    return (1 - z) * n + z * h  # (N, H)


def _check_step(
    gates: int,
    x: Tensor,
    state: dict[str, Tensor],
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    weight_hr: Tensor | None = None,
) -> None:
    """Refuse the first argument whose shape does not fit to those of the weights and to x's batch."""
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh, "weight_hr": weight_hr}
    for name, weight in weights.items():
        if weight is not None and weight.ndim != 2:
            raise ValueError(f"{name} has shape {tuple(weight.shape)}; wanted is two axes, rows and columns")
    out = weight_hh.shape[1]
    hidden = out if weight_hr is None else weight_hr.shape[1]
    check_shape("weight_hh", weight_hh, (gates * hidden, out))
    check_shape("weight_hr", weight_hr, (out, hidden))
    check_shape("weight_ih", weight_ih, (gates * hidden, weight_ih.shape[1]))
    check_shape("bias_ih", bias_ih, (gates * hidden,))
    check_shape("bias_hh", bias_hh, (gates * hidden,))
    if x.ndim not in (1, 2) or x.shape[-1] != weight_ih.shape[1]:
        raise ValueError(f"x has shape {tuple(x.shape)}; wanted is (N, {weight_ih.shape[1]})")
    for name, width in (("h", out), ("c", hidden)):
        check_shape(name, state.get(name), (*x.shape[:-1], width))


def check_shape(name: str, tensor: Tensor | None, wanted: tuple[int, ...]) -> None:
    """Refuse a tensor of another shape than the wanted one; None, an argument left out, fits.

    Raises:
        ValueError: the shapes differ; the message names the argument and both.
    """
    if tensor is not None and tensor.shape != wanted:
        raise ValueError(f"{name} has shape {tuple(tensor.shape)}; wanted is {tuple(wanted)}")
