"""What a network knows, and when: measurements on models. Tensors in, tensors out; no pictures."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

# --- what it believes ---------------------------------------------------------------------------------------


@torch.no_grad()
def belief_per_row(model: nn.Module, rows: Tensor) -> Tensor:
    """Return the class probabilities after each row: the answer if the image ended there.

    The model reads every prefix of the rows from the start, so this holds for any cell, read-out and number
    of directions. For a one-way model that reads its last step, one pass gives the same numbers.

    Shape:
        rows (N, L, H_in) -> probabilities (N, L, num_classes); [:, t] follows after rows 0..t.

    Raises:
        ValueError: rows is not three-dimensional or has no rows. Lesson 03.
    """
    if rows.ndim != 3 or rows.shape[1] < 1:
        raise ValueError(f"rows has shape {tuple(rows.shape)}; wanted is (N, L, H_in) with L at least 1")
    with _evaluating(model):
        beliefs = [model(rows[:, : seen + 1]).softmax(dim=-1) for seen in range(rows.shape[1])]
    return torch.stack(beliefs, dim=1)


# --- what it depends on -------------------------------------------------------------------------------------


def influence(function: Callable[[Tensor], Tensor], inputs: Tensor) -> Tensor:
    """Return how strongly each step of the inputs moves the result: a norm of the derivative.

    For sequence n and step t it is the Frobenius norm of the Jacobian d function(inputs)[n] / d inputs[n, t].
    It is exactly 0 where the result does not depend on the step. A small derivative stays above 0 as long as
    the inputs' type can hold it: float32 down to about 1e-45, float64 down to about 1e-323.

    Args:
        function: maps inputs (N, L, H_in) to results (N, F), each sequence for itself. A network that is
            passed as such is measured without dropout; any other function runs as it is. (Inside one,
            cuDNN differentiates recurrent layers only in training mode.)
        inputs: the sequences at which the derivative is taken.

    Shape:
        inputs (N, L, H_in) -> influence (N, L).

    Raises:
        ValueError: the inputs or the results have another shape or no gradient.

    Source: the Jacobian of Pascanu, Mikolov and Bengio (2013), taken to the inputs. Lesson 01.
    """
    leaf = _leaf(inputs)
    with _differentiating(function):
        return _jacobian_norms(function(leaf), leaf)


def influence_on_halves(rnn: nn.Module, inputs: Tensor, step: int) -> tuple[Tensor, Tensor]:
    """Return how strongly each step of the inputs moves either half of a bidirectional output at one step.

    Args:
        rnn: an nn.RNN, nn.GRU or nn.LSTM with ``bidirectional=True``; measured without dropout.
        inputs: the sequences, N first whatever the layer's ``batch_first`` says.
        step: the step t of the output, counted from 0.

    Returns:
        (forward, backward): the `influence` on output[:, t, :H_out] and on output[:, t, H_out:].

    Shape:
        inputs (N, L, H_in) -> forward, backward (N, L).

    Raises:
        ValueError: rnn is no bidirectional layer, inputs has another shape, or there is no such step.

    Source: Schuster and Paliwal (1997) for the two halves. Lesson 05.
    """
    if not (isinstance(rnn, nn.RNNBase) and rnn.bidirectional):
        raise ValueError(
            f"rnn is {_brief(rnn)}; wanted is an nn.RNN, nn.GRU or nn.LSTM with bidirectional=True"
        )
    leaf = _leaf(inputs, rnn.input_size)
    length = leaf.shape[1]
    if not 0 <= step < length:
        raise ValueError(f"step is {step}; wanted is 0 up to L - 1 = {length - 1}")
    with _differentiating(rnn):
        output, _ = rnn(leaf) if rnn.batch_first else rnn(leaf.transpose(0, 1))
        at_step = output[:, step] if rnn.batch_first else output[step]  # (N, 2*H_out)
        forward, backward = (_jacobian_norms(half, leaf) for half in at_step.chunk(2, dim=-1))
    return forward, backward


def gradient_norms(module: nn.Module) -> dict[str, float]:
    """Return the Euclidean norm of every parameter's gradient, by the parameter's name.

    Parameters that got no gradient are left out.

    Raises:
        ValueError: no parameter has a gradient. Lesson 04.
    """
    gradients = {name: weight.grad for name, weight in module.named_parameters() if weight.grad is not None}
    if not gradients:
        raise ValueError("module has no gradients; wanted is one on which loss.backward() was called")
    return {name: _norm(gradient.flatten(), dim=0).item() for name, gradient in gradients.items()}


def global_norm(module: nn.Module) -> float:
    """Return the Euclidean norm of all gradients as one long vector, which clipping compares to its bound.

    Raises:
        ValueError: no parameter has a gradient.

    Source: Pascanu, Mikolov and Bengio (2013); what ``torch.nn.utils.clip_grad_norm_`` returns. Lesson 04.
    """
    return math.hypot(*gradient_norms(module).values())


# --- where it goes ------------------------------------------------------------------------------------------


@torch.no_grad()
def trajectory(
    rnn: nn.Module, inputs: Tensor, state: Tensor | tuple[Tensor, Tensor] | None = None
) -> tuple[Tensor, ...]:
    """Return the state after every step: (h,), for an nn.LSTM (h, c).

    The layer's output holds h alone; the c of each step is seen only by reading step by step, as done here.

    Args:
        rnn: an nn.RNN, nn.GRU or nn.LSTM of one layer and one direction.
        inputs: the sequences, N first whatever the layer's ``batch_first`` says.
        state: where it starts: h_0, for an nn.LSTM (h_0, c_0), each (1, N, H); zeros where it is left out.

    Shape:
        inputs (N, L, H_in) -> h, c (N, L, H); [:, t] follows after steps 0..t.

    Raises:
        ValueError: rnn is no such layer, or inputs or state has another shape. Lesson 02.
    """
    if not isinstance(rnn, nn.RNNBase) or rnn.bidirectional or rnn.num_layers != 1:
        wanted = "an nn.RNN, nn.GRU or nn.LSTM of one layer and direction"
        raise ValueError(f"rnn is {_brief(rnn)}; wanted is {wanted}")
    _check_inputs(inputs, rnn.input_size)
    _check_state(rnn, state, len(inputs))
    states = []
    for x in inputs.split(1, dim=1):  # (N, 1, H_in)
        _, state = rnn(x if rnn.batch_first else x.transpose(0, 1), state)
        states.append(state if isinstance(state, tuple) else (state,))
    return tuple(torch.cat(parts).transpose(0, 1) for parts in zip(*states, strict=True))


# --- common -------------------------------------------------------------------------------------------------


@contextmanager
def _evaluating(network: nn.Module) -> Iterator[None]:
    """Put a network into eval mode inside the block, and every part of it back into its own mode after."""
    modes = {part: part.training for part in network.modules()}
    network.eval()
    try:
        yield
    finally:
        for part, mode in modes.items():
            part.training = mode


@contextmanager
def _differentiating(function: Callable) -> Iterator[None]:
    """Take gradients inside the block; a network does so in eval mode, except for its recurrent layers.

    Those stay in training mode, without which cuDNN keeps nothing for the backward pass, and have their
    dropout set to 0 meanwhile, which comes to the same as eval mode.
    """
    network = function if isinstance(function, nn.Module) else nn.Identity()
    dropouts = {part: part.dropout for part in network.modules() if isinstance(part, nn.RNNBase)}
    with torch.enable_grad(), _evaluating(network):
        try:
            for layer in dropouts:
                layer.training, layer.dropout = True, 0.0
            yield
        finally:
            for layer, dropout in dropouts.items():
                layer.dropout = dropout


def _leaf(inputs: Tensor, input_size: int | None = None) -> Tensor:
    """Return a copy of the inputs at which a derivative can be taken."""
    _check_inputs(inputs, input_size)
    if not inputs.is_floating_point():
        raise ValueError(f"inputs is of type {inputs.dtype}; wanted is a floating point type")
    return inputs.detach().clone().requires_grad_()


def _jacobian_norms(results: Tensor, leaf: Tensor) -> Tensor:
    """Return (N, L) from results (N, F) and the leaf (N, L, H_in), by one backward pass for each feature.

    No sequence influences another, so the gradient of the sum over N holds the gradients of all of them.
    """
    if not isinstance(results, Tensor):
        raise ValueError(f"function(inputs) is a {type(results).__name__}; wanted is a tensor (N, F)")
    if results.ndim != 2 or len(results) != len(leaf) or results.shape[1] < 1:
        shape = tuple(results.shape)
        raise ValueError(f"function(inputs) has shape {shape}; wanted is (N, F) with N = {len(leaf)}")
    if not results.requires_grad:
        raise ValueError("function(inputs) has no gradient; wanted is one computed outside torch.no_grad()")
    options = {"retain_graph": True, "allow_unused": True, "materialize_grads": True}
    rows = [torch.autograd.grad(feature, leaf, **options)[0] for feature in results.sum(dim=0)]
    return _norm(torch.stack([_norm(row, dim=-1) for row in rows]), dim=0)


def _norm(values: Tensor, dim: int) -> Tensor:
    """Return the Euclidean norm along one axis, scaled so that the squares of small values do not vanish."""
    largest = values.abs().amax(dim, keepdim=True)
    scale = torch.where((largest > 0) & largest.isfinite(), largest, 1)
    return (scale * torch.linalg.vector_norm(values / scale, dim=dim, keepdim=True)).squeeze(dim)


def _brief(module: nn.Module) -> str:
    return repr(module) if isinstance(module, nn.RNNBase) else f"a {type(module).__name__}"


def _check_inputs(inputs: Tensor, input_size: int | None = None) -> None:
    if inputs.ndim != 3 or 0 in inputs.shape or input_size not in (None, inputs.shape[2]):
        width = "H_in" if input_size is None else input_size
        raise ValueError(
            f"inputs has shape {tuple(inputs.shape)}; wanted is (N, L, {width}) with N and L at least 1"
        )


def _check_state(rnn: nn.RNNBase, state: Tensor | tuple[Tensor, Tensor] | None, batch: int) -> None:
    if state is None:
        return
    shapes = {"h_0": (1, batch, rnn.proj_size or rnn.hidden_size), "c_0": (1, batch, rnn.hidden_size)}
    if not isinstance(rnn, nn.LSTM):
        del shapes["c_0"]
    states = (state,) if isinstance(state, Tensor) else tuple(state)
    if len(states) != len(shapes):
        names = " and ".join(shapes)
        raise ValueError(f"state holds {len(states)} tensor(s); wanted is {len(shapes)}: {names}")
    for (name, shape), part in zip(shapes.items(), states, strict=True):
        if part.shape != shape:
            raise ValueError(f"{name} has shape {tuple(part.shape)}; wanted is {shape}")
