"""Check of 04-repair-training: a much-copied training loop, repaired."""

from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Mistake,
    describe,
    expect_shape,
    is_close,
    seen_with,
)

HIDDEN = 4
RATE, BOUND = 0.05, 0.3  # so low a bound that every step is clipped
Windows = Sequence[Tensor]
FLOAT64 = "The check's model and windows are float64: leave their type alone."
TUPLE = "The model returns a tuple, (predictions, state): unpack it."
EXPLANATIONS = {
    "backward through the graph a second time": (
        "backward() ran on into the window before: these windows do not belong together, so start each from "
        "zeros; where they do, detach the state."
    ),
    "modified by an inplace operation": (
        "The state still hangs on the graph of the window before: start each window from zeros."
    ),
    "'tuple' object has no attribute": TUPLE,
    "must be Tensor, not tuple": TUPLE,
    "same dtype": FLOAT64,
    "RNN input dtype": FLOAT64,  # the same in newer versions of torch
    "input must have the type": FLOAT64,  # and in older ones
}


class Probe(nn.Module):
    """A small forecaster of a signal (N, L, 1)."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(1, HIDDEN, batch_first=True, dtype=torch.float64)
        self.head = nn.Linear(HIDDEN, 1, dtype=torch.float64)
        generator = torch.Generator().manual_seed(6)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64))

    def forward(self, signal: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return a prediction of the next value at every step, (N, L, 1), and the state."""
        output, state = self.rnn(signal, state)
        return self.head(output), state


@exercise(
    "04-repair-training", takes=("model", "windows", "learning_rate", "bound"), explanations=EXPLANATIONS
)
def check_repair_training(attempt: Attempt) -> None:
    """Compare losses and weights with a plain loop: windows alone, several at once, a single iteration."""
    for n, length, iterations in ((1, 6, 5), (3, 5, 4), (2, 2, 1)):
        with seen_with(f"{iterations} windows of shape {(n, length, 1)}, rate {RATE} and bound {BOUND}"):
            _check_case(attempt, _windows(n, length, iterations))


def _windows(n: int, length: int, iterations: int) -> list[Tensor]:
    generator = torch.Generator().manual_seed(length)
    shape = (iterations, n, length, 1)
    return [*torch.randn(shape, dtype=torch.float64, generator=generator).unbind()]


def _check_case(attempt: Attempt, windows: Windows) -> None:
    model, given = Probe(), [window.clone() for window in windows]
    losses = _losses(attempt(model, given, RATE, BOUND))
    if not all(torch.equal(a, b) for a, b in zip(windows, given, strict=True)):
        raise Mistake("It changes a window in place, so the caller's data is no longer what it was.")
    weights = _weights(model)
    wanted, wanted_weights = _run(windows)
    if is_close(weights, wanted_weights) and is_close(losses, wanted):
        return
    for sentence, options in FAULTS.items():
        wrong, wrong_weights = _run(windows, **options)
        if is_close(weights, wrong_weights) and is_close(losses, wrong):
            raise Mistake(sentence)
    _expect_losses(losses, wanted, windows)
    _expect_weights(weights, wanted_weights)


def _losses(value: object) -> Tensor:
    if isinstance(value, list | tuple) and any(
        isinstance(loss, Tensor) and loss.requires_grad for loss in value
    ):
        raise Mistake(
            "The losses are tensors that still hold the graph of their step: loss.item() is a plain number."
        )
    if isinstance(value, list | tuple) and all(isinstance(loss, int | float | Tensor) for loss in value):
        return torch.tensor([float(loss) for loss in value], dtype=torch.float64)
    if isinstance(value, Tensor) and value.ndim == 1:
        return value.detach().double()
    raise Mistake(f"A list of losses is wanted, one number an iteration; came {describe(value)}.")


def _weights(model: nn.Module) -> Tensor:
    return nn.utils.parameters_to_vector(model.parameters()).detach()


Outcome = tuple[Tensor, Tensor]  # losses, weights


def _run(
    windows: Windows,
    *,
    carry: bool = False,
    renew: bool = False,
    clip: str = "together",
    deeds: Sequence[str] = ("zero", "backward", "clip", "step"),
    optimizer: Callable = torch.optim.Adam,
    loss_of: Callable[[Tensor, Tensor], Tensor] = mse_loss,
    first_target: int = 1,
) -> Outcome:
    """Train a probe as specified; every option is there for a fault."""
    model, losses, state = Probe(), [], None
    descent = optimizer(model.parameters(), lr=RATE)
    for window in windows:
        descent = optimizer(model.parameters(), lr=RATE) if renew else descent
        inputs = window[:, :-1]
        predictions, new_state = model(inputs, state)
        state = new_state.detach() if carry else None
        loss = loss_of(predictions, window[:, first_target:][:, : inputs.shape[1]])
        calls = {"zero": descent.zero_grad, "backward": loss.backward, "step": descent.step}
        calls["clip"] = partial(_clip, model, clip)
        for deed in deeds:
            calls[deed]()
        losses.append(loss.item())
    return torch.tensor(losses, dtype=torch.float64), _weights(model)


def _clip(model: nn.Module, way: str) -> None:
    """Scale gradients down: all together, each parameter by itself, or each number by itself."""
    gradients = [parameter.grad for parameter in model.parameters()]
    if way == "numbers":
        for gradient in gradients:
            gradient.clamp_(-BOUND, BOUND)
        return
    for group in [gradients] if way == "together" else [[gradient] for gradient in gradients]:
        norm = torch.cat([gradient.flatten() for gradient in group]).norm()
        for gradient in group:
            gradient.mul_((BOUND / (norm + 1e-6)).clamp(max=1))


def _last(predictions: Tensor, targets: Tensor) -> Tensor:
    return mse_loss(predictions[:, -1], targets[:, -1])


CARRIED = (
    "The state of each window is handed on to the next, which has nothing to do with it: "
    "start each from zeros, by passing no state."
)
BY_ITSELF = (
    "Each parameter is clipped by itself, which turns the gradient: call "
    "clip_grad_norm_(model.parameters(), bound) once, for all together."
)
FAULTS: dict[str, dict] = {
    f"{CARRIED} And more: {BY_ITSELF}": {"carry": True, "clip": "each"},
    CARRIED: {"carry": True},
    BY_ITSELF: {"clip": "each"},
    "Each number of the gradient is clipped by itself (clip_grad_value_): clip the norm of all together.": {
        "clip": "numbers"
    },
    "Nothing is clipped, or only after the step: the order is backward, clip, step.": {
        "deeds": ("zero", "backward", "step")
    },
    f"{CARRIED} And nothing is clipped before the step.": {
        "carry": True,
        "deeds": ("zero", "backward", "step"),
    },
    "The gradients are never set to zero, so each step adds those of all steps before: zero_grad() before "
    "backward().": {"deeds": ("backward", "clip", "step")},
    "The weights do not move: optimizer.step() is missing, or zero_grad() undoes backward() before it.": {
        "deeds": ("zero", "backward", "clip")
    },
    "Each window gets a new Adam, which knows nothing of the steps before: make it once, before the loop.": {
        "renew": True
    },
    "This is plain gradient descent: the program trains with Adam, and that is no fault.": {
        "optimizer": torch.optim.SGD
    },
    "The targets are the inputs themselves: the target of each value is the value after it.": {
        "first_target": 0
    },
    "The squared errors are added up: the loss is their mean.": {
        "loss_of": partial(mse_loss, reduction="sum")
    },
    "Only the last forecast of each window is trained: every step has a target.": {"loss_of": _last},
}


def _expect_losses(losses: Tensor, wanted: Tensor, windows: Windows) -> None:
    if len(losses) == 1 < len(windows):
        raise Mistake(
            f"One loss is kept of {len(windows)}, as when iteration % 100 == 0: keep that of every iteration."
        )
    expect_shape(losses, tuple(wanted.shape), "(iterations,)")
    if not is_close(losses, wanted):
        first = int((losses - wanted).abs().gt(1e-6).nonzero()[0])
        hint = (
            "Already the first forecast or its loss differs." if first == 0 else "The step before it differs."
        )
        raise Mistake(f"Loss {first} is {losses[first]:.7g}; wanted is {wanted[first]:.7g}. {hint}")


def _expect_weights(weights: Tensor, wanted: Tensor) -> None:
    if not is_close(weights, wanted):
        raise Mistake(
            "The losses are right, but after the last step the weights are not: is it made and clipped?"
        )
